import type { Reply } from '../render/update-sink.js';

/** Keeps the last event of a page and its answer, so that a repeated event is handled once. */
export class AnswerLog {
  /** The number of the last handled event, as its page counts. */
  lastSequence = 0;
  #lastAnswer: Reply | undefined;

  /** The memory that it takes. */
  get held(): unknown {
    return this.#lastAnswer;
  }

  noteAnswer(sequence: number | undefined, answer: Reply): void {
    if (sequence !== undefined) this.lastSequence = sequence;
    this.#lastAnswer = 'error' in answer ? answer : { ...answer, diff: undefined };
  }

  /** The answer of an event that was handled before; its changes were sent with other updates. */
  answerAgain(sequence: number | undefined): Reply | undefined {
    if (sequence === undefined || sequence > this.lastSequence) return undefined;
    return sequence === this.lastSequence && this.#lastAnswer ? this.#lastAnswer : {};
  }
}
