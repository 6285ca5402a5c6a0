/** What was typed into the sign-in of the page itself (index.html) before the app had started; its screen takes it over. */

export interface Typed {
  username: string;
  password: string;
  /** Where the person was typing. */
  at: "username" | "password" | null;
}

let typed: Typed | null = null;

/** Keep what stands there, right before the app takes the page's place. */
export function keepTyped(): void {
  const [username, password] = ["early-username", "early-password"].map((id) => document.getElementById(id));
  if (!(username instanceof HTMLInputElement && password instanceof HTMLInputElement)) return;
  const here = document.activeElement;
  typed = {
    username: username.value,
    password: password.value,
    at: here === username ? "username" : here === password ? "password" : null,
  };
}

/** Once, so that a password lies nowhere longer than it must. */
export function takeTyped(): Typed | null {
  const taken = typed;
  typed = null;
  return taken;
}
