import type { Reply } from '../render/update-sink.js';

/** Remembers the last event of a page and its answer, so that an event that comes twice is handled once. */
export class AnswerLog {
  /** Number of the last event that was handled, as its page counts. */
  lastSequence = 0;
  #lastAnswer: Reply | undefined;

  /** The memory that it takes. */
  get held(): unknown {
    return this.#lastAnswer;
  }

  note(sequence: number | undefined, answer: Reply): void {
    if (sequence !== undefined) this.lastSequence = sequence;
    this.#lastAnswer = 'error' in answer ? answer : { reply: answer.reply };
  }

  /** The answer of an event that was handled before; its changes are among the other updates of the region. */
  answerAgain(sequence: number | undefined): Reply | undefined {
    if (sequence === undefined || sequence > this.lastSequence) return undefined;
    return sequence === this.lastSequence && this.#lastAnswer ? this.#lastAnswer : {};
  }
}
