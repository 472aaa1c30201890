import { isInstance, type Update } from '@skerry/wire';

import { Channel, type ChannelDelegate } from '../src/connection/channel.js';
import type { IncomingUpdate, LiveEvent } from '../src/connection/live-event.js';
import type { Connection, ConnectionMember } from '../src/connection/connection.js';
import {
  editField,
  forgetField,
  isUntold,
  type Memory,
  type Moment,
  settleField,
} from '../src/fields/field-rules.js';
import type { Random } from '../../../test/fuzz/random.js';

/**
 * A visitor, a page and a server in virtual time: the real rules and the real queue of events, with a model of the page's
 * fields and of the server's state at both ends.
 */

/** Calls by virtual time. */
export class Clock {
  now = 0;
  #last = 0;
  readonly #calls = new Map<number, { at: number; call: () => void }>();

  readonly after = (wait: number, call: () => void): number => {
    this.#calls.set(++this.#last, { at: this.now + wait, call });
    return this.#last;
  };

  readonly cancel = (id: number | undefined): void => void this.#calls.delete(id!);

  /** Makes all calls up to a time; without one, all of them. */
  run(until = Infinity): void {
    for (let turns = 0; ; turns++) {
      if (turns > 10_000) throw new Error('The page and the server never come to rest.');
      let next: [number, { at: number; call: () => void }] | undefined;
      for (const entry of this.#calls) if (!next || entry[1].at < next[1].at) next = entry;
      if (!next || next[1].at > until) break;
      this.#calls.delete(next[0]);
      this.now = next[1].at;
      next[1].call();
    }
    if (until !== Infinity) this.now = until;
  }
}

const typed = ['text', 'textarea', 'contenteditable', 'number', 'date'] as const;
const slid = ['range', 'color'] as const;
const single = ['radio', 'select'] as const;
export const kinds = [...typed, ...slid, ...single, 'checkbox', 'multiple'] as const;
type Kind = (typeof kinds)[number];
export const bindings = ['input', 'form', 'submit', 'click', 'none'] as const;
type Binding = (typeof bindings)[number];
/** A step that may happen to a field. */
type Step =
  | 'type'
  | 'take back'
  | 'compose'
  | 'choose'
  | 'submit'
  | 'answer'
  | 'refuse'
  | 'lose'
  | 'reconnect'
  | 'restart'
  | 'restore'
  | 'tell again';
/** The behaviours of a handler on receiving a value. */
export const handlers = ['echo', 'upper', 'trim', 'ignore', 'refuse', 'other'] as const;
type Handler = (typeof handlers)[number];

const isTypedIn = (kind: Kind): boolean => (typed as readonly string[]).includes(kind);
const isText = (kind: Kind): boolean => /^(text|textarea|contenteditable)$/.test(kind);
const isOneOf = (kind: Kind): boolean => (single as readonly string[]).includes(kind);
const hasOptions = (kind: Kind): boolean => isOneOf(kind) || kind === 'multiple';
const mark = (option: string): string => `<${option}>`;
const marksOf = (state: string): string[] => state.match(/<[^>]*>/g) ?? [];

/** The server's state of a field. */
interface Said {
  value: string;
  options: string[];
}

/** The value that a fresh render would show. */
function render(kind: Kind, { value, options }: Said): string {
  if (kind === 'range') return `${Math.min(+value, options.length * 25)}`;
  if (!hasOptions(kind)) return value;
  const chosen = marksOf(value).filter((each) => options.map(mark).includes(each));
  if (kind === 'select' && !chosen.length) return options.slice(0, 1).map(mark).join('');
  return chosen.join('');
}

type Before = Pick<Moment, 'shown' | 'before' | 'said'>;

/** A field of the page. */
interface Field extends Memory {
  name: string;
  kind: Kind;
  said: Said;
  /** Its visible text, if that is no value yet. */
  draft: string | undefined;
  shown: string;
  isUsed: boolean;
  isTyped: boolean;
  isComposed: boolean;
  isGiven: true;
  /** The value that the visitor gave it. */
  intended: string;
}

export interface Plan {
  binding: Binding;
  handlers: readonly Handler[];
  kinds: readonly [Kind, Kind];
  /** True if others also change the server's state. */
  hasOthers: boolean;
  /** True if the connection is dropped; below, whether the server then forgets everything. */
  isCut: boolean;
  restarts: boolean;
  /** Whether a field is filled before the client runs, or the connection opens late. */
  early: 'filled' | 'none' | 'late';
}

const initial = (kind: Kind): Said => ({
  value: isOneOf(kind)
    ? '<a>'
    : kind === 'checkbox'
      ? 'false'
      : kind === 'range'
        ? '50'
        : kind === 'color'
          ? '#000000'
          : '',
  options: ['a', 'b', 'c', 'd'],
});

/** The server: one region with a few fields. */
class Server {
  state: Record<string, Said> = {};
  #handled = 0;
  #isAnew = false;
  /** The time when its work is done; below, the number of restarts. */
  #freeAt = 0;
  #life = 0;

  constructor(readonly world: World) {
    this.restart();
    this.#isAnew = false;
  }

  restart(): void {
    for (const { name, kind } of this.world.fields) this.state[name] = initial(kind);
    this.#handled = this.#freeAt = 0;
    this.#isAnew = true;
    this.#life++;
  }

  receive([, ref, what, value]: unknown[]): void {
    const { world } = this;
    if (typeof what === 'object') {
      const diff = this.#isAnew ? { s: 0, d: [] } : {};
      this.#isAnew = false;
      world.down(0, { ...diff, ...this.#said() });
    } else if (typeof what === 'string') {
      const { clock, random } = world;
      const life = this.#life;
      this.#freeAt = Math.max(this.#freeAt, clock.now) + random.below(200);
      clock.after(this.#freeAt - clock.now, () => {
        if (life === this.#life) this.#answer(ref as number, value as object);
      });
    }
  }

  #answer(ref: number, values: object): void {
    const { world } = this;
    const handler = world.random.pick(world.plan.handlers);
    // An event that is sent again was handled before.
    if (ref > this.#handled) {
      this.#handled = ref;
      if (handler === 'refuse') return world.down(ref, null, { code: 'invalid', reason: '' });
      for (const [name, value] of Object.entries(values))
        this.#handle(name, value as string, handler);
    }
    world.down(ref, this.#said());
  }

  #handle(name: string, value: string, handler: Handler): void {
    const said = this.state[name]!;
    const { kind } = this.world.fields.find((field) => field.name === name)!;
    const isFree = isText(kind);
    if (value === 'toggle') value = `${said.value !== 'true'}`;
    if (handler === 'upper' && isFree) value = value.toUpperCase();
    if (handler === 'trim' && isFree) value = value.trim();
    if (handler === 'other' && isOneOf(kind)) value = '<b>';
    if (handler !== 'ignore') this.state[name] = { ...said, value };
  }

  /** Changes something that the visitor did not ask for. */
  change(): void {
    const { random, fields } = this.world;
    const { name, kind } = random.pick(fields);
    const said = this.state[name]!;
    const options = ['a', 'b', 'c', 'd'].filter(() => random.below(3));
    const value = isOneOf(kind)
      ? mark(random.pick(['a', 'b', 'c', 'd']))
      : kind === 'checkbox'
        ? random.pick(['true', 'false'])
        : kind === 'multiple'
          ? random.pick(['<a><c>', '', '<b>'])
          : kind === 'color'
            ? '#ffffff'
            : `${random.below(1000)}`;
    const isOptions = (hasOptions(kind) || kind === 'range') && random.below(2);
    this.state[name] = isOptions
      ? { ...said, options: options.length ? options : ['a'] }
      : { ...said, value };
    this.world.down(this.#said());
  }

  #said(): object {
    return { 0: { ...this.state } };
  }
}

/** The page: fields, and the region's queue. */
class World implements ChannelDelegate {
  readonly topic = 'lv:a';
  readonly isBehind = false;
  readonly fields: Field[];
  readonly channel: Channel;
  readonly server: Server;
  readonly clock: Clock;
  /** The faults found. */
  readonly faults: string[] = [];
  readonly story: string[] = [];
  /** The steps taken, with the kinds of fields. */
  readonly steps = new Set<string>();
  #member: ConnectionMember | undefined;
  #line = 0;
  #upAt = 0;
  #downAt = 0;
  #number = 0;

  constructor(
    readonly plan: Plan,
    readonly random: Random,
    clock: Clock,
  ) {
    this.clock = clock;
    this.fields = plan.kinds.map((kind, index) => ({
      name: 'ab'[index]!,
      kind,
      said: initial(kind),
      draft: undefined,
      shown: render(kind, initial(kind)),
      isUsed: false,
      isTyped: false,
      isComposed: false,
      isGiven: true,
      intended: render(kind, initial(kind)),
    }));
    this.server = new Server(this);
    this.channel = new Channel(this.#connection(), this);
  }

  #connection(): Connection {
    const connection = {
      addMember: (member: ConnectionMember) => void (this.#member = member),
      removeMember: () => {},
      claim: () => ++this.#number,
      release: () => {},
      send: (...frame: unknown[]) => {
        if (!this.#line) return;
        const line = this.#line;
        this.#upAt = Math.max(this.#upAt, this.clock.now + this.random.below(400));
        this.clock.after(this.#upAt - this.clock.now, () => {
          if (line === this.#line) this.server.receive(frame);
        });
      },
    };
    return connection as unknown as Connection;
  }

  /** Delivers a frame of the server. */
  down(...frame: unknown[]): void {
    if (!this.#line) return;
    const [line, number] = [this.#line, this.#number];
    this.#downAt = Math.max(this.#downAt, this.clock.now + this.random.below(400));
    this.clock.after(this.#downAt - this.clock.now, () => {
      if (line !== this.#line || number !== this.#number) return;
      this.#member!.onFrame([number, ...frame] as never, '');
    });
  }

  open(): void {
    if (this.#line) return;
    this.#line = ++this.#number;
    this.#upAt = this.#downAt = 0;
    this.#member!.onOpened();
  }

  cut(): void {
    if (!this.#line) return;
    this.#line = 0;
    this.#member!.onClosed();
  }

  joinPayload() {
    return { token: '', page: '' };
  }

  showState(): void {}

  rejoin(): void {}

  takeUpdate({ update, answer, joins, reply }: IncomingUpdate): void {
    const before = this.#moments();
    const isAnew = joins && isInstance(update) && !reply;
    if (joins) this.took(isAnew ? 'restart' : 'reconnect');
    if (answer) this.took('answer', this.#takenBy(answer));
    if (isAnew) this.fields.forEach(forgetField);
    const said = (update as Update & { 0?: Record<string, Said> })[0];
    if (said) for (const field of this.fields) field.said = said[field.name]!;
    this.#settle(before, answer);
    if (joins)
      for (const field of this.fields)
        if (this.#isUntold(field)) {
          this.took('tell again', [field]);
          this.raise(field, this.plan.binding);
        }
  }

  takeRefusal({ code }: { code: string }, event?: LiveEvent): void {
    if (!event) return;
    const taken = this.#takenBy(event);
    this.took(code === 'lost' ? 'lose' : 'refuse', taken);
    if (code === 'lost') taken.forEach(forgetField);
    else this.#settle(this.#moments(), event, true);
  }

  #takenBy(event: LiveEvent): Field[] {
    return this.fields.filter(({ name }) => takenOf(name, event) !== undefined);
  }

  /** Notes a step that was taken. */
  took(step: Step, fields: readonly Field[] = this.fields): void {
    for (const { kind } of fields) this.steps.add(`${step} ${kind}`);
  }

  #moments(): Before[] {
    return this.fields.map(({ held, shown, kind, said }) => ({
      shown,
      before: held ?? render(kind, said),
      said: render(kind, said),
    }));
  }

  #momentOf(field: Field, was: Before, answer?: LiveEvent, isRefused = false): Moment {
    const { name, kind, said, draft } = field;
    const leftOf = (state: string) =>
      hasOptions(kind) && state
        ? marksOf(state)
            .filter((each) => said.options.map(mark).includes(each))
            .join('') || undefined
        : state;
    const taken = answer && takenOf(name, answer);
    return {
      ...was,
      left: leftOf(was.shown),
      after: render(kind, said),
      answered: taken && (leftOf(taken) ?? taken),
      isFinal: isRefused || (answer !== undefined && answer.type !== 'input'),
      waits: this.channel.queue.some((event) => takenOf(name, event) !== undefined),
      isUnreadable: draft !== undefined,
    };
  }

  #settle(before: Before[], answer?: LiveEvent, isRefused = false): void {
    this.fields.forEach((field, index) => {
      const moment = this.#momentOf(field, before[index]!, answer, isRefused);
      const seen = seenIn(field);
      const isMidWord = field.isComposed || field.draft !== undefined;
      if (field.isUsed) field.shown = settleField(field, moment);
      else field.shown = field.intended = moment.after;
      if (field.shown !== moment.shown) field.draft = undefined;
      if (field.draft === undefined && field.shown !== moment.shown) this.#check(field, moment);
      if (isMidWord && seenIn(field) !== seen)
        this.faults.push(`${field.name} changed from ${seen} to ${seenIn(field)} in mid-word`);
    });
  }

  /** Checks a field whose value changed although nobody touched it. */
  #check(field: Field, { waits, shown, left }: Moment): void {
    if (!field.isUsed) return;
    if (waits && left === shown)
      this.faults.push(`${field.name} lost “${shown}” to “${field.shown}” with an event under way`);
    field.intended = field.shown;
    if (field.isTyped && this.onlyTrims)
      this.faults.push(`${field.name} lost “${shown}” to “${field.shown}” to a trim in mid-word`);
    if (this.isFaithful)
      this.faults.push(`${field.name} lost “${shown}” to “${field.shown}”, which nobody asked for`);
  }

  /** True if the server only keeps the values that it receives. */
  get isFaithful(): boolean {
    const { plan } = this;
    return (
      !plan.hasOthers &&
      plan.handlers.every((each) => each === 'echo') &&
      // An event that toggles a box does not name the new state; only the visitor has values that were not submitted.
      !(/click|submit/.test(plan.binding) && (plan.restarts || plan.early === 'filled'))
    );
  }

  /** True if the server changes only spaces of typed text. */
  get onlyTrims(): boolean {
    const { binding, hasOthers, restarts, handlers: used } = this.plan;
    const isSoft = used.every((each) => /echo|trim|ignore/.test(each));
    return isSoft && /input|form/.test(binding) && !hasOthers && !restarts;
  }

  #isUntold(field: Field): boolean {
    const said = render(field.kind, field.said);
    const shown = { shown: field.shown, before: said, said };
    return (
      /input|form|click/.test(this.plan.binding) && isUntold(field, this.#momentOf(field, shown))
    );
  }

  /** Sends a field by its binding. */
  raise(field: Field, binding: Binding): void {
    const taken = binding === 'input' || binding === 'click' ? [field] : this.fields;
    const values = taken.map(({ name, shown }) => [name, shown] as const);
    const isToggle = binding === 'click' && field.kind === 'checkbox';
    const type = binding === 'input' || binding === 'form' ? 'input' : binding;
    this.channel.pushEvent({
      type,
      name: 'event',
      value: Object.fromEntries(isToggle ? [[field.name, 'toggle']] : values),
      element: (binding === 'input' || binding === 'click' ? field : this) as unknown as Element,
      took: new Map(values) as never,
    });
  }

  /** Reacts to a field that the visitor changed. */
  changed(field: Field): void {
    const { binding } = this.plan;
    field.isUsed = true;
    field.intended = field.shown;
    if (!field.isComposed && /input|form|click/.test(binding)) this.raise(field, binding);
    editField(field, field.shown, render(field.kind, field.said));
    field.isTyped = true;
  }

  /** Reacts to a field that the visitor left or confirmed. */
  confirmed(field: Field): void {
    field.isTyped = false;
    if (field.held !== undefined)
      this.#settle(this.fields.map((each) => this.#moments()[this.fields.indexOf(each)]!));
  }

  act(): void {
    const { random } = this;
    const field = random.pick(this.fields);
    const choice = random.below(20);
    this.story.push(`${this.clock.now}: ${this.#act(field, choice)}`);
  }

  #act(field: Field, choice: number): string {
    const { random, plan } = this;
    if (choice === 0 && plan.isCut) {
      this.cut();
      if (plan.restarts && random.below(2)) this.server.restart();
      this.clock.after(random.below(2000), () => this.open());
      return 'cut';
    }
    if (choice <= 2 && plan.hasOthers) {
      this.server.change();
      return 'others';
    }
    if (choice <= 4) {
      this.leave(field);
      return `leave ${field.name}`;
    }
    if (choice <= 6 && plan.binding === 'submit') {
      this.fields.forEach((each) => this.leave(each));
      this.raise(field, 'submit');
      this.took('submit');
      return 'submit';
    }
    if (isTypedIn(field.kind)) this.#type(field);
    else this.#choose(field);
    return `${field.name} = ${field.shown} ${field.draft ?? ''}${field.isComposed ? ' …' : ''}`;
  }

  #type(field: Field): void {
    const { random } = this;
    const isNumber = field.kind === 'number' || field.kind === 'date';
    const letters = isNumber ? '-12e' : 'ab ';
    const seen = seenIn(field);
    const next =
      random.below(4) === 0 ? seen.slice(0, -1) : seen + letters[random.below(letters.length)]!;
    this.took(next.length < seen.length ? 'take back' : 'type', [field]);
    if (isNumber) this.see(field, next);
    else {
      const was = field.isComposed;
      field.isComposed = was ? random.below(2) > 0 : random.below(6) === 0;
      field.shown = next;
      if (field.isComposed) this.took('compose', [field]);
      this.changed(field);
      if (was && !field.isComposed)
        this.confirmed(Object.assign(field, { isTyped: field.isTyped }));
    }
  }

  /** Sets a number or a date to its visible text. */
  see(field: Field, text: string): void {
    const isWhole =
      field.kind === 'number' ? /^-?\d+(e\d+)?$/.test(text) : text.length === 3 || text === '';
    field.draft = text === '' || isWhole ? undefined : text;
    field.shown = isWhole ? text : '';
    this.changed(field);
  }

  #choose(field: Field): void {
    const { random } = this;
    const { kind, said, shown } = field;
    const option = mark(random.pick(said.options));
    this.took('choose', [field]);
    if (kind === 'checkbox') field.shown = `${shown !== 'true'}`;
    else if (kind === 'range') field.shown = `${random.below(said.options.length * 25 + 1)}`;
    else if (kind === 'color') field.shown = random.pick(['#111111', '#222222']);
    else if (kind === 'multiple')
      field.shown = said.options
        .map(mark)
        .filter((each) => (each === option) !== shown.includes(each))
        .join('');
    else field.shown = option;
    this.changed(field);
    if (random.below(3) || kind !== 'range') this.confirmed(field);
  }

  /** Leaves a field for the visitor: composed text stays, and a half-typed value goes. */
  leave(field: Field): void {
    if (field.isComposed) {
      field.isComposed = false;
      this.changed(field);
    }
    if (field.draft !== undefined) this.see(field, '');
    this.confirmed(field);
  }

  /** Runs until everything is idle, and returns the faults. */
  rest(): string[] {
    this.fields.forEach((field) => this.leave(field));
    this.open();
    this.clock.run();
    for (const field of this.fields) {
      const said = render(field.kind, this.server.state[field.name]!);
      const { binding } = this.plan;
      if (this.channel.queue.length) this.faults.push('events wait for ever');
      if (/input|form|click/.test(binding) && field.shown !== said)
        this.faults.push(`${field.name} shows “${field.shown}”, the server has “${said}”`);
      if (this.isFaithful && field.isUsed && field.shown !== field.intended)
        this.faults.push(`${field.name} shows “${field.shown}” in place of “${field.intended}”`);
    }
    return this.faults;
  }
}

const seenIn = ({ draft, shown }: Field): string => draft ?? shown;

const takenOf = (name: string, { took }: LiveEvent): string | undefined =>
  (took as unknown as Map<string, string> | undefined)?.get(name);

/** The steps that a long run takes at least once with each kind of field. */
export const allSteps: readonly string[] = kinds.flatMap((kind) => {
  const always: Step[] = ['submit', 'answer', 'refuse', 'lose', 'reconnect', 'restart', 'restore'];
  const own: Step[] = isTypedIn(kind) ? ['type', 'take back'] : ['choose'];
  if (isText(kind)) own.push('compose');
  return [...own, ...always, 'tell again' as const].map((step) => `${step} ${kind}`);
});

interface Outcome {
  faults: string[];
  story: string[];
  steps: ReadonlySet<string>;
}

/** Runs one random sequence of steps; returns its faults and its steps. */
export function sequence(random: Random, clock: Clock): Outcome {
  const plan: Plan = {
    binding: random.pick(bindings),
    handlers: random.below(3) ? ['echo'] : [random.pick(handlers), random.pick(handlers)],
    kinds: [random.pick(kinds), random.pick(kinds)],
    hasOthers: random.below(3) === 0,
    isCut: random.below(2) === 0,
    restarts: random.below(2) === 0,
    early: random.pick(['filled', 'none', 'late']),
  };
  const world = new World(plan, random, clock);
  world.channel.start();
  // Filled by the browser, or before the script ran: no event was seen.
  if (plan.early === 'filled') {
    const field = world.fields[0]!;
    field.shown = field.intended = isTypedIn(field.kind)
      ? '123'
      : hasOptions(field.kind)
        ? '<b>'
        : { checkbox: 'true', range: '25', color: '#111111' }[field.kind as string]!;
    field.isUsed = true;
    world.took('restore', [field]);
    editField(field, field.shown, render(field.kind, field.said));
  }
  if (plan.early !== 'late') world.open();
  else clock.after(300, () => world.open());
  for (let steps = 3 + random.below(12); steps > 0; steps--) {
    clock.run(clock.now + random.pick([0, 20, 120, 400, 1500]));
    world.act();
  }
  const faults = world.rest();
  return { faults, story: [JSON.stringify(plan), ...world.story], steps: world.steps };
}
