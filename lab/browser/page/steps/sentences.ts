/** Says in one sentence what happens at a moment of a recorded run, and why. */

import { begins, goesOn } from "./begins";
import { asks, noticed } from "./cancels";
import { atLine, deeds } from "./deeds";
import type { Entry } from "./log";
import { nobody, type Scene } from "./scene";
import { stops, whatNext } from "./stops";
import type { Task } from "./trace";
import { wakes } from "./waits";
import { code, list, short, upper } from "./words";

export function sentenceOf(scene: Scene): string {
  const { about } = scene;
  switch (about.kind) {
    case "begins":
      return `${about.goesOn ? goesOn(scene, about.of) : begins(scene, about.of)}.`;
    case "stops":
      return `${stops(scene, about.of, about.next)}.`;
    default:
      return `${does(scene, about)}.`;
  }
}

/** What a task does during its turn. */
function does(scene: Scene, about: Entry): string {
  const { recording, after: state } = scene;
  const who = state.now ? code(recording.label(state.now)) : nobody(scene);
  switch (about.kind) {
    case "created":
      return `${who} creates the task ${code(recording.label(about.of.number))}${queued(scene, about.of)}`;
    case "prints": {
      const where = about.of.stream === "stderr" ? " on standard error" : "";
      if (!about.of.task && !about.event) return `“${short(about.of.text)}” is printed${where}`;
      const other = state.now ? "A thread" : who;
      const prints = about.of.task ? code(recording.label(about.of.task)) : other;
      return `${prints} prints “${short(about.of.text)}”${where}`;
    }
    case "cancels":
      return `${upper(asks(recording, about.of))}${noticed(recording, state, about.of)}`;
    case "handed": {
      const place = about.of.executor === "thread" ? "a thread" : "an executor";
      return `${who} hands ${code(about.of.function)} to ${place}, where it runs beside the loop`;
    }
    case "ended":
      return `No reference to the task ${code(recording.label(about.of.number))} is left, so Python throws it away: it will never go on`;
    case "woken":
      return `${who} ${wakes(scene, about.of)}`;
    case "change":
      return about.of.kind === "run"
        ? `${called(scene, about.of.entry)}${state.ready.length || isItsTurn(scene) ? "" : whatNext(scene)}`
        : `${who} ${shares(scene, about)}`;
    default:
      return `${who} goes on`;
  }
}

/** Whether the turn of what the loop took out of its queue comes at once: it belongs to no task. */
function isItsTurn({ next }: Scene): boolean {
  return next?.kind === "begins" && next.of.task === 0;
}

function queued({ after }: Scene, { number }: Task): string {
  const place = after.ready.findIndex(({ task }) => task === number);
  if (place < 0) return "";
  return place
    ? ", which goes to the end of the ready queue"
    : ", which is first in the ready queue";
}

/** The loop runs a callback that is no task's turn. */
function called({ recording, before, entries }: Scene, entry: number): string {
  const changes = entries.flatMap((one) => (one.kind === "change" ? [one.of] : []));
  const known = [...before.ready, ...changes.filter((one) => one.kind === "ready")];
  const ready = known.find((one) => one.entry === entry);
  const woken = changes.flatMap((one) => (one.kind === "ready" && one.task ? [one] : []));
  const names = [...new Set(woken.map(({ task }) => code(recording.label(task))))];
  const then = names.length
    ? `${list(names)} ${names.length > 1 ? "become" : "becomes"} ready`
    : "";
  const what = ready?.what ?? "";
  if (ready?.why === "timer" && /^(sleep|timeout|call_)/.test(what)) {
    const kind = /^(sleep|timeout)\b/.exec(what)?.[1];
    const timer = kind
      ? `The timer of a ${what.replace(/^(\w+) (.*)/, "$1 of $2")}`
      : `The timer ${code(what)}`;
    return `${timer} is due${then ? `, so ${then}` : ": the loop runs its callback"}`;
  }
  const callback = what ? `the callback ${code(what)}` : "a callback";
  return `The loop runs ${callback}${then ? `, and ${then}` : ""}`;
}

function shares({ recording, before, after: { now }, entries }: Scene, about: Entry): string {
  if (about.kind !== "change" || about.of.kind !== "thing") return "goes on";
  const { thing } = about.of;
  let old = before.things.get(thing);
  for (const entry of entries) {
    if (entry === about) break;
    if (entry.kind !== "change" || entry.of.kind !== "thing") continue;
    if (entry.of.thing === thing) old = entry.of;
  }
  const done = list(deeds(old, about.of, now ?? 0, recording.thingLabel(about.of)));
  return done ? `${done}${atLine([about])}` : "goes on";
}
