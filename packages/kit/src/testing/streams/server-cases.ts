import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { check, nextTurn, readWhile, type StreamEngine } from './engine.js';
import { element, HeldPart, late, type StreamPart } from './parts.js';

/** The promises of a stream that need no browser to be seen, by name. */
export const serverCases: Readonly<Record<string, (engine: StreamEngine) => Promise<void>>> = {
  async 'content that rejects is replaced, and the document ends'(engine) {
    const held = new HeldPart();
    const answer = await engine.open(replaced(late(held.promise)));
    const html = await readWhile(answer, [() => held.reject(new Error('lost'))]);
    check(html.includes('replaced'), () => `sent ${html}`);
  },

  async 'content that never settles is replaced, and the document ends'(engine) {
    const answer = await engine.open(replaced(late(new HeldPart().promise)), { timeLimit: 20 });
    const html = await readWhile(answer);
    check(html.includes('replaced'), () => `sent ${html}`);
  },

  async 'content that throws after its promise has resolved is replaced'(engine) {
    const held = new HeldPart();
    const answer = await engine.open(replaced(late(held.promise)));
    const html = await readWhile(answer, [() => held.resolve({ failure: new Error('lost') })]);
    check(html.includes('replaced'), () => `sent ${html}`);
  },

  async 'of two error boundaries around content that fails the inner one replaces it'(engine) {
    const held = new HeldPart();
    const inner = { guarded: late(held.promise), replacement: element('b', 'inner') };
    const answer = await engine.open(replaced(late(inner)));
    const html = await readWhile(answer, [() => held.reject(new Error('lost'))]);
    check(html.includes('inner') && !html.includes('replaced'), () => `sent ${html}`);
  },

  async 'a fallback that throws leaves no document open'(engine) {
    const held = new HeldPart();
    const page = element('main', late(held.promise, { failure: new Error('lost') }));
    const answer = await engine.open(page);
    await readWhile(answer, [() => held.resolve('here')]);
  },

  async 'a visitor who leaves at any stage leaves nothing behind'(engine) {
    const heard: unknown[] = [];
    const hear = (error: unknown) => void heard.push(error);
    process.on('unhandledRejection', hear);
    try {
      for (const stage of [0, 1, 2]) await leaveAt(stage, engine);
      check(heard.length === 0, () => `left unhandled: ${heard.map(String).join('; ')}`);
    } finally {
      process.off('unhandledRejection', hear);
    }
  },

  async 'ten thousand visitors who leave keep no listener on one signal'(engine) {
    const { signal } = new AbortController();
    for (let i = 0; i < 10_000; i++) {
      const { body } = await engine.open(element('main', late(new HeldPart().promise)), { signal });
      await body?.cancel();
    }
    await nextTurn();
    const { length } = getEventListeners(signal, 'abort');
    check(length === 0, () => `${length} are left`);
  },

  async 'a document that breaks off disturbs no other'(engine) {
    const [lost, kept] = [new HeldPart(), new HeldPart()];
    const [first, second] = await Promise.all(
      [lost, kept].map(({ promise }) => engine.open(element('main', late(promise)))),
    );
    const reader = first!.body!.getReader();
    await reader.read();
    await reader.cancel(new Error('gone'));
    lost.reject(new Error('lost'));
    const html = await readWhile(second!, [() => kept.resolve('kept')]);
    check(html.includes('kept'), () => `sent ${html}`);
  },

  async 'a slow reader of 64 MiB makes the server hold little more than that'(engine) {
    const texts = Array.from({ length: 64 }, (_, i) =>
      Buffer.alloc(mebibyte, 97 + (i % 26)).toString('latin1'),
    );
    const parts = texts.map(() => new HeldPart());
    const page = element('main', ...parts.map(({ promise }) => late(promise)));
    const before = await memoryInUse();
    const reader = (await engine.open(page)).body!.getReader();
    let bytes = (await reader.read()).value!.length;
    parts.forEach((part, i) => part.resolve(texts[i]!));
    const held = (await memoryInUse()) - before;
    check(held < 100 * mebibyte, () => `${Math.round(held / mebibyte)} MiB are held`);
    for (let next; !(next = await reader.read()).done;) bytes += next.value.length;
    check(bytes > 64 * mebibyte, () => `only ${bytes} bytes arrived`);
    parts.length = 0;
    const left = (await memoryInUse()) - before;
    check(left < 16 * mebibyte, () => `${Math.round(left / mebibyte)} MiB are left`);
  },
};

/** A page whose content is replaced if it fails. */
const replaced = (guarded: StreamPart): StreamPart =>
  element('main', { guarded, replacement: element('b', 'replaced') });

const mebibyte = 1024 * 1024;

/** Reads so many chunks of a page with two late parts and leaves; then everything in it fails. */
async function leaveAt(stage: number, engine: StreamEngine): Promise<void> {
  const held = [new HeldPart(), new HeldPart()];
  const timeLimit = 20;
  const page = element('main', ...held.map(({ promise }) => late(promise)));
  const reader = (await engine.open(page, { timeLimit })).body!.getReader();
  if (stage > 0) await reader.read();
  if (stage > 1) {
    held[0]!.resolve('here');
    await reader.read();
  }
  await reader.cancel();
  for (const part of held) part.reject(new Error('lost'));
  await new Promise((resolve) => setTimeout(resolve, 3 * timeLimit));
}

/** The bytes that are in use once everything that can be is collected. */
async function memoryInUse(): Promise<number> {
  // Nothing else leads to the collector of a process that was started without this flag.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 3; i++) {
    await nextTurn();
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
