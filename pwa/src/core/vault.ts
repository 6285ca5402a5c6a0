/** The keys to what lies on the phone: a random data key a member, and the slots it opens from. */

// Slots hold that key under the PIN, under the server's key (given at a login with the password), and until there is one
// under the phone's own key. None opens without the phone's own key, which the browser never hands out.

import { vaultOf, deviceFact, rememberDeviceFact, rememberVault } from "./device";
import { phones } from "./phones";
import { Problem } from "./problem";
import { random, Seal } from "./seal";

export interface Slot {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

export interface VaultRecord {
  member: number;
  pin: (Slot & { salt: Uint8Array<ArrayBuffer>; rounds: number }) | null;
  server: Slot | null;
  /** Only until a login brings the server's key: then a forgotten PIN costs nothing. */
  device: Slot | null;
  /** Wrong PINs in a row, counted before each try: ending the app wins nobody another one. */
  wrong: number;
  /** Phone time in ms before which no PIN is tried. */
  until: number;
}

/** PBKDF2 rounds for a new PIN; what a vault was made with stands in it. */
export const strength = { rounds: 600_000 };
const DEVICE_KEY = "key";

/** Browsers have no WebCrypto on plain http; there nothing can be sealed, and the app says so. */
export function canSeal(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

export async function hasVault(memberId: number): Promise<boolean> {
  return (await vaultOf(memberId)) !== null;
}

/** A PIN opens it (false also when too many wrong ones have removed it). */
export async function hasPin(memberId: number): Promise<boolean> {
  return Boolean((await vaultOf(memberId))?.pin);
}

/** Open with the PIN; throws `Problem` `wrong_pin`, `pin_wait` or `pin_gone`, each with what to do. */
export async function openWithPin(memberId: number, pin: string, now: number = Date.now()): Promise<Seal> {
  return Seal.of(await rawByPin(memberId, pin, now));
}

/** Open after a login with the password; null when there is no vault yet. Throws `sealed_away` when this key is not its key. */
export async function openWithServerKey(memberId: number, serverKey: string | null): Promise<Seal | null> {
  const vault = await vaultOf(memberId);
  if (!vault) return null;
  const raw = await rawByServer(vault, serverKey);
  await rememberVault({ ...vault, server: await serverSlot(vault, raw, serverKey), device: serverKey ? null : vault.device, wrong: 0, until: 0 });
  return Seal.of(raw);
}

/** Choose the first or a new PIN after a login (or before the first): makes the vault where there is none. */
export async function choosePin(memberId: number, pin: string, serverKey: string | null): Promise<Seal> {
  const vault = (await vaultOf(memberId)) ?? { member: memberId, pin: null, server: null, device: null, wrong: 0, until: 0 };
  const isNew = !vault.server && !vault.device;
  const raw = isNew ? random(32) : await rawByServer(vault, serverKey);
  const server = await serverSlot(vault, raw, serverKey);
  const device = server ? null : await close(raw, []);
  await rememberVault({ ...vault, pin: await pinSlot(pin, raw), server, device, wrong: 0, until: 0 });
  return Seal.of(raw);
}

/** Change the PIN by the old one; refusals as `openWithPin`. */
export async function changePin(memberId: number, old: string, pin: string): Promise<void> {
  const raw = await rawByPin(memberId, old, Date.now());
  const vault = (await vaultOf(memberId))!;
  await rememberVault({ ...vault, pin: await pinSlot(pin, raw) });
}

/** The phone can no longer open it; after a login with the server's key it can again. */
export async function forgetPin(memberId: number): Promise<void> {
  const vault = await vaultOf(memberId);
  if (vault) await rememberVault({ ...vault, pin: null, device: vault.server ? null : vault.device });
}

/** All the same digit, or counting up or down: what anybody tries first. */
export function isEasyPin(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10));
  return steps.size === 1 && [0, 1, 9].includes([...steps][0]!);
}

/** Milliseconds until the next PIN may be tried, and how many tries are left. */
export async function pinTries(memberId: number, now: number = Date.now()): Promise<{ wait: number; left: number }> {
  const vault = await vaultOf(memberId);
  const { waits } = phones().pin;
  if (!vault?.pin) return { wait: 0, left: 0 };
  return { wait: await waitOf(vault, now), left: Math.max(0, waits.length - vault.wrong) };
}

async function rawByPin(memberId: number, pin: string, now: number): Promise<Uint8Array<ArrayBuffer>> {
  const vault = await vaultOf(memberId);
  const { waits } = phones().pin;
  if (!vault?.pin) throw pinGone();
  const wait = await waitOf(vault, now);
  if (wait > 0) throw pinWait(wait);
  const wrong = vault.wrong + 1;
  const next = { ...vault, wrong, until: now + (waits[wrong - 1] ?? 0) * 1000 };
  await rememberVault(next);
  try {
    const raw = await open(vault.pin, [await keyOfPin(pin, vault.pin.salt, vault.pin.rounds)]);
    await rememberVault({ ...vault, wrong: 0, until: 0 });
    return raw;
  } catch {
    if (wrong < waits.length) throw wrongPin(waits.length - wrong);
    await rememberVault({ ...next, pin: null });
    throw pinGone();
  }
}

/** A clock set back must not lock for longer than the wait itself, which then begins anew. */
async function waitOf(vault: VaultRecord, now: number): Promise<number> {
  const most = (phones().pin.waits[vault.wrong - 1] ?? 0) * 1000;
  if (vault.until - now > most) await rememberVault({ ...vault, until: now + most });
  return Math.min(Math.max(0, vault.until - now), most);
}

async function rawByServer(vault: VaultRecord, serverKey: string | null): Promise<Uint8Array<ArrayBuffer>> {
  try {
    if (vault.device) return await open(vault.device, []);
    if (vault.server && serverKey) return await open(vault.server, [await keyOfServer(serverKey)]);
  } catch {
    // Another server's key: said below.
  }
  throw sealedAway();
}

async function serverSlot(vault: VaultRecord, raw: Uint8Array<ArrayBuffer>, serverKey: string | null): Promise<Slot | null> {
  return serverKey ? close(raw, [await keyOfServer(serverKey)]) : vault.server;
}

async function pinSlot(pin: string, raw: Uint8Array<ArrayBuffer>): Promise<NonNullable<VaultRecord["pin"]>> {
  const salt = random(16);
  const { rounds } = strength;
  return { ...(await close(raw, [await keyOfPin(pin, salt, rounds)])), salt, rounds };
}

/** Seal by these keys, the phone's own outermost. */
async function close(raw: Uint8Array<ArrayBuffer>, keys: readonly CryptoKey[]): Promise<Slot> {
  const iv = random(12);
  let sealed: BufferSource = raw;
  for (const key of [...keys, await deviceKey()]) sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, sealed);
  return { iv, sealed: sealed as ArrayBuffer };
}

async function open(slot: Slot, keys: readonly CryptoKey[]): Promise<Uint8Array<ArrayBuffer>> {
  let raw: BufferSource = slot.sealed;
  for (const key of [...keys, await deviceKey()].reverse()) {
    raw = await crypto.subtle.decrypt({ name: "AES-GCM", iv: slot.iv }, key, raw);
  }
  return new Uint8Array(raw as ArrayBuffer);
}

async function keyOfPin(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function keyOfServer(serverKey: string): Promise<CryptoKey> {
  const raw = Uint8Array.from(atob(serverKey), (sign) => sign.charCodeAt(0));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** The phone's own key: used here, never read out. */
async function deviceKey(): Promise<CryptoKey> {
  const kept = (await deviceFact(DEVICE_KEY)) as CryptoKey | undefined;
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Two tabs at once: the first one's stays.
  return (await rememberDeviceFact(DEVICE_KEY, made, { keepOld: true })) as CryptoKey;
}

function wrongPin(left: number): Problem {
  return new Problem("wrong_pin", `PIN不对，还可以试${left}次。`, `Wrong PIN. ${left} tries left.`);
}

function pinWait(ms: number): Problem {
  const seconds = Math.ceil(ms / 1000);
  return new Problem("pin_wait", `输错太多，${seconds}秒后再试。`, `Too many wrong tries. Try again in ${seconds} s.`);
}

function pinGone(): Problem {
  return new Problem(
    "pin_gone",
    "PIN已失效，请用密码登录后重新设置。没上报的记录都还在。",
    "The PIN no longer works. Sign in with your password and choose a new one. Unsent work is kept.",
  );
}

function sealedAway(): Problem {
  return new Problem(
    "sealed_away",
    "本机存的数据用这次登录打不开。",
    "What is stored on this phone does not open with this login.",
  );
}
