/** The words of the PIN, of lost phones and of data that is gone; [Chinese, English]. */

export const lock = {
  "lock.title": ["输入 PIN", "Enter your PIN"],
  "lock.choose_title": ["设置 {n} 位 PIN", "Choose a {n}-digit PIN"],
  "lock.why": [
    "本机的数据加密保存。以后打开应用，或者 {time}没碰手机，就要输入它。",
    "What is on this phone is encrypted. You will be asked for it when you open the app, or after {time} without a touch.",
  ],
  "lock.forget_safe": [
    "忘了也不要紧：用密码登录就能重设，没上报的记录不会丢。",
    "Forgetting it is no harm: sign in with your password and choose another. Unsent work is kept.",
  ],
  "lock.pin": ["PIN", "PIN"],
  "lock.pin_only": [
    "密码没错，可服务器丢了这部手机的钥匙。再输一次 PIN，本机数据就打得开。",
    "Your password is right, but the server has lost its key to this phone. Your PIN opens what is stored here.",
  ],
  "lock.new": ["新 PIN", "New PIN"],
  "lock.old": ["现在的 PIN", "Current PIN"],
  "lock.again": ["再输一遍", "Once more"],
  "lock.different": ["两次输入的不一样，请重新输入。", "The two are not the same. Please enter them again."],
  "lock.easy": ["这个 PIN 太好猜了，请换一个。", "This PIN is too easy to guess. Choose another."],
  "lock.short": ["请输满 {n} 位数字。", "Enter all {n} digits."],
  "lock.open": ["解锁", "Unlock"],
  "lock.opening": ["正在解锁…", "Unlocking…"],
  "lock.save": ["设好了", "Done"],
  "lock.wait": ["输错太多，{time}后再试。", "Too many wrong tries. Try again in {time}."],
  "lock.unsent": ["有 {n} 条还没上报，解锁后自动上报。", "{n} not sent yet. They go out once you unlock."],
  "lock.forgotten": ["忘记 PIN", "Forgot the PIN"],
  "lock.leave": ["换人登录", "Sign in as somebody else"],
  "lock.change": ["修改 PIN", "Change the PIN"],
  "lock.changed": ["PIN 已修改。", "The PIN has been changed."],
  "lock.now": ["立即锁定", "Lock now"],
  "lock.card": ["锁定与加密", "Lock and encryption"],
  "lock.none": [
    "这个地址不是 https，浏览器不能加密，本机数据没有加密，也没有 PIN。请改用 https 地址。",
    "This address is not https, so the browser cannot encrypt: what is on this phone is not encrypted and there is no PIN. Use the https address.",
  ],
  "lock.sealed": [
    "本机数据已加密，{time}没碰手机就锁定。",
    "What is on this phone is encrypted. It locks after {time} without a touch.",
  ],

  "login.new_pin": [
    "用密码登录后重设 PIN，没上报的记录不会丢。",
    "Sign in with your password, then choose a new PIN. Unsent work is kept.",
  ],
  "login.wiped": [
    "这部手机已报失，本机数据已清除。找回手机后，请所长解除报失，再重新登录。",
    "This phone was reported lost and its data has been removed. If it is found, ask your chief to take the report back, then sign in again.",
  ],
  "login.cleared": [
    "浏览器清掉了本机数据，有 {n} 条没上报的记录找不到了。请登录后凭记忆补记，并告诉所长。",
    "The browser has removed this phone's data, and {n} unsent records are gone. Sign in, write them down again from memory, and tell your chief.",
  ],
  "login.cleared_read": ["知道了", "I have read it"],
  "login.sealed_title": ["本机数据打不开", "This phone's data does not open"],
  "login.sealed": [
    "本机还存着您以前的数据，用这次登录打不开（换过服务器，或换过浏览器资料）。",
    "Your earlier data on this phone does not open with this login (another server, or a restored browser profile).",
  ],
  "login.sealed_unsent": [
    "其中有 {n} 条没上报。清掉就找不回来了。",
    "{n} of it was never sent. Once cleared, it cannot be brought back.",
  ],
  "login.sealed_none": ["其中没有未上报的记录，可以放心清掉。", "None of it is unsent, so it may be cleared safely."],
  "login.sealed_clear": ["清掉，重新开始", "Clear it and begin anew"],
  "login.sealed_keep": ["先不动", "Leave it"],

  "alert.new_locked": ["新任务：{level}。输入 PIN 查看", "New task: {level}. Enter your PIN"],
  "devices.title": ["我的手机和电脑", "My phones and computers"],
  "devices.of": ["{name}的手机和电脑", "{name}'s phones and computers"],
  "devices.show": ["手机丢了？报失…", "Lost a phone? Report it…"],
  "devices.loading": ["正在读取…", "Loading…"],
  "devices.none": ["还没有用过任何设备。", "No device has been used yet."],
  "devices.failed": ["没读到，请检查网络后再试。", "Not loaded. Check the network and try again."],
  "devices.again": ["再试", "Try again"],
  "devices.this": ["就是这部", "this one"],
  "devices.seen": ["{ago}用过", "used {ago}"],
  "devices.lost": ["{ago}报失，等它联网后清除数据", "reported lost {ago}; it wipes itself when it finds a network"],
  "devices.wiped": ["已报失，{ago}已清除数据", "reported lost; wiped itself {ago}"],
  "devices.report": ["报失", "Report it lost"],
  "devices.what": [
    "报失后，这部手机马上退出登录，联网时先交出没上报的记录，再清除全部数据。",
    "Once reported, this phone is signed out at once. When it finds a network it first hands in unsent work, then removes all its data.",
  ],
  "devices.sure": ["确认报失", "Report it lost"],
  "devices.not": ["不报失", "Do not"],
  "devices.found": ["找回了，解除报失", "Found: take the report back"],

  "me.damaged": [
    "{n} 条记录打不开了。请不要清除应用数据，联系管理员。",
    "{n} records cannot be opened. Do not clear the app's data; ask an administrator.",
  ],
} as const;
