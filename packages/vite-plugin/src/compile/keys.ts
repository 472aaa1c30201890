import { words } from '@skerry/kit/template';

import { suggestion } from './suggest.js';

/** The named keys of `KeyboardEvent.key` (https://www.w3.org/TR/uievents-key/), and `Space` for the bar. */
const named = words(
  'Space Enter Tab ArrowDown ArrowLeft ArrowRight ArrowUp End Home PageDown PageUp ' +
    'Alt AltGraph CapsLock Control Fn FnLock Hyper Meta NumLock ScrollLock Shift Super Symbol SymbolLock ' +
    'Backspace Clear Copy CrSel Cut Delete EraseEof ExSel Insert Paste Redo Undo ' +
    'Accept Again Attn Cancel ContextMenu Escape Execute Find Finish Help Pause Play Props Select ZoomIn ZoomOut ' +
    'Eject LogOff Power PowerOff PrintScreen Hibernate Standby WakeUp Dead ' +
    'AllCandidates Alphanumeric CodeInput Compose Convert FinalMode GroupFirst GroupLast GroupNext GroupPrevious ' +
    'ModeChange NextCandidate NonConvert PreviousCandidate Process SingleCandidate HangulMode HanjaMode JunjaMode ' +
    'Eisu Hankaku Hiragana HiraganaKatakana KanaMode KanjiMode Katakana Romaji Zenkaku ZenkakuHankaku ' +
    'ChannelDown ChannelUp Close Key11 Key12 New Open Print Save SpellCheck AppSwitch Call Camera CameraFocus ' +
    'EndCall GoBack GoHome HeadsetHook LastNumberRedial Notification MannerMode VoiceDial Dimmer DisplaySwap Exit ' +
    'Guide GuideNextDay GuidePreviousDay Info InstantReplay Link ListProgram LiveContent Lock NavigateIn ' +
    'NavigateNext NavigateOut NavigatePrevious NextFavoriteChannel NextUserProfile OnDemand Pairing PlaySpeedDown ' +
    'PlaySpeedReset PlaySpeedUp RandomToggle RcLowBattery RecordSpeedNext RfBypass ScanChannelsToggle ' +
    'ScreenModeNext Settings SplitScreenToggle Subtitle Teletext VideoModeNext Wink ZoomToggle',
);
const known = new Set([...named].map((name) => name.toLowerCase()));

/** Families of keys: those with numbers, and those of keyboards for media and of remote controls. */
const families =
  /^(?:f|soft)\d{1,2}$|^(?:audio|avr|brightness|browser|color|dvr|favorite|launch|mail|media|microphone|pinp|speech|stb|tv)[a-z\d]+$/;

const modifiers = words('ctrl alt meta shift mod');

/** Names of keys elsewhere. */
const usual = new Map([
  ['esc', 'Escape'],
  ['return', 'Enter'],
  ['spacebar', 'Space'],
  ['del', 'Delete'],
  ['ins', 'Insert'],
  ['up', 'ArrowUp'],
  ['down', 'ArrowDown'],
  ['left', 'ArrowLeft'],
  ['right', 'ArrowRight'],
  ['control', 'ctrl'],
  ['cmd', 'mod'],
  ['command', 'mod'],
  ['option', 'alt'],
]);

const keyHint =
  'Keys are named as in `KeyboardEvent.key`: `a`, `?`, `Enter`, `ArrowUp`; the space bar is `Space`.';

/** The fault of a text of keys, `Escape ctrl+s`, or `undefined`. */
export function keyFault(text: string): { reason: string; hint: string } | undefined {
  const keys = text.split(' ').filter(Boolean);
  if (keys.length === 0) return { reason: `${JSON.stringify(text)} names no key.`, hint: keyHint };
  for (const each of keys) {
    const parts = each.toLowerCase().split('+');
    const key = parts.pop() || '+';
    const modifier = parts.find((part) => part !== '' && !modifiers.has(part));
    if (modifier !== undefined)
      return {
        reason: `There is no modifier \`${modifier}\`.${hintFor(modifier, modifiers)}`,
        hint: `Modifiers are ${[...modifiers].join(', ')}, as in \`ctrl+s\`.`,
      };
    if (isKey(key)) continue;
    return {
      reason: `There is no key \`${key}\`.${hintFor(key, named)}`,
      hint: keyHint,
    };
  }
  return undefined;
}

/** Any single character is a key. */
const isKey = (key: string): boolean =>
  known.has(key) || families.test(key) || [...key.normalize()].length === 1;

function hintFor(name: string, names: Iterable<string>): string {
  const other = usual.get(name);
  return other === undefined ? suggestion(name, names) : ` Did you mean \`${other}\`?`;
}
