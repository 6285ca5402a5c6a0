/** Sounds and vibration by level: notes and pulses come from the rules, so each level is told apart with closed eyes. */

import { whenDrawn } from "../core/idle";
import { levelOf } from "./level";
import { canVibrate, hasSound, hasVibration } from "./settings";

const NOTE_S = 0.16;
const PAUSE_S = 0.06;
const LOUDNESS = 0.5;

let context: AudioContext | null = null;

/** Browsers only let a page sound after a touch: the first one opens the way. */
export function armSound(): void {
  const open = (): void => void wake();
  window.addEventListener("pointerdown", open, { once: true });
  window.addEventListener("keydown", open, { once: true });
}

/** Alert for a level, as far as the person wants it. */
export async function alertFor(level: string): Promise<void> {
  const rule = levelOf(level);
  if (!rule) return;
  const vibrates = hasVibration.value && canVibrate && rule.vibration.length > 0;
  if (vibrates && wasTouched()) navigator.vibrate(rule.vibration);
  if (hasSound.value) await play(rule.tones);
}

/** Browsers refuse to vibrate before the first touch, and complain; old ones do not tell, and are asked. */
function wasTouched(): boolean {
  const { userActivation } = navigator as { userActivation?: UserActivation };
  return userActivation?.hasBeenActive ?? true;
}

async function play(tones: readonly number[]): Promise<void> {
  // To learn to sound takes a cheap phone a moment: what it is about is drawn first.
  if (!context) await new Promise<void>(whenDrawn);
  const audio = await wake();
  if (audio?.state !== "running") return;
  let at = audio.currentTime + 0.02;
  for (const tone of tones) {
    playNote(audio, tone, at);
    at += NOTE_S + PAUSE_S;
  }
}

/** A note that swells and dies quickly: hard edges would click. */
function playNote(audio: AudioContext, tone: number, at: number): void {
  const note = audio.createOscillator();
  const volume = audio.createGain();
  note.type = "triangle";
  note.frequency.value = tone;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
  volume.gain.setValueAtTime(LOUDNESS, at + NOTE_S - 0.05);
  volume.gain.linearRampToValueAtTime(0, at + NOTE_S);
  note.connect(volume).connect(audio.destination);
  note.start(at);
  note.stop(at + NOTE_S);
}

async function wake(): Promise<AudioContext | null> {
  if (typeof AudioContext === "undefined") return null;
  context ??= new AudioContext();
  if (context.state === "suspended") {
    // Without a touch this may wait for ever: then there is no sound this time.
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 300))]);
  }
  return context;
}
