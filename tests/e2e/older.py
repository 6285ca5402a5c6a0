"""A browser as it was before 2022: whatever the app could miss there is gone before its first line runs."""

MISSING = """
for (const [thing, ...names] of [
  [Array.prototype, 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with'],
  [String.prototype, 'at', 'replaceAll', 'isWellFormed', 'toWellFormed'],
  [Object.getPrototypeOf(Uint8Array.prototype), 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with'],
  [Object, 'hasOwn', 'groupBy'],
  [Map, 'groupBy'],
  [Array, 'fromAsync'],
  [Promise, 'withResolvers', 'try'],
  [Set.prototype, 'union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf'],
  [Uint8Array, 'fromBase64', 'fromHex'],
  [Uint8Array.prototype, 'toBase64', 'toHex'],
  [Crypto.prototype, 'randomUUID'],
  [AbortSignal, 'timeout', 'any', 'abort'],
  [AbortSignal.prototype, 'throwIfAborted', 'reason'],
  [URL, 'canParse', 'parse'],
  [HTMLDialogElement.prototype, 'show', 'showModal', 'close', 'requestClose'],
  [HTMLElement.prototype, 'inert', 'showPopover', 'hidePopover', 'togglePopover'],
  [HTMLFormElement.prototype, 'requestSubmit'],
  [Element.prototype, 'checkVisibility'],
  [Navigator.prototype, 'locks', 'storage', 'permissions', 'wakeLock', 'share', 'canShare', 'clipboard', 'vibrate',
    'setAppBadge', 'clearAppBadge', 'connection', 'userAgentData', 'deviceMemory', 'scheduling'],
  [globalThis, 'BroadcastChannel', 'SyncManager', 'structuredClone', 'createImageBitmap', 'OffscreenCanvas',
    'ResizeObserver', 'requestIdleCallback', 'cancelIdleCallback', 'cookieStore', 'CookieStore', 'HTMLDialogElement',
    'CompressionStream', 'DecompressionStream', 'reportError', 'scheduler', 'navigation', 'Iterator', 'WeakRef',
    'FinalizationRegistry', 'PushManager', 'Notification', 'launchQueue', 'trustedTypes'],
  [ServiceWorkerRegistration.prototype, 'sync', 'periodicSync', 'navigationPreload', 'pushManager'],
  [IDBFactory.prototype, 'databases'],
  [IDBTransaction.prototype, 'durability', 'commit'],
]) for (const name of names) delete thing[name];
"""
# Of those that are used, or nearly were, by name.
LEFT = """Object.entries({
  at: [].at, hasOwn: Object.hasOwn, showModal: document.createElement('dialog').showModal, replaceAll: ''.replaceAll,
  randomUUID: crypto.randomUUID, locks: navigator.locks, storage: navigator.storage, setAppBadge: navigator.setAppBadge,
  BroadcastChannel: window.BroadcastChannel, structuredClone: window.structuredClone, SyncManager: window.SyncManager,
  createImageBitmap: window.createImageBitmap, ResizeObserver: window.ResizeObserver, timeout: AbortSignal.timeout,
}).filter(([, there]) => there).map(([name]) => name)"""
