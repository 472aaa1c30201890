import { expect, test } from 'vitest';

import { loneRegion } from '../../../test/lone-region.js';
import { defineLive } from '../author/define.js';
import type { Reply } from '../render/update-sink.js';

const view = defineLive(
  {
    mount: () => ({}),
    events: {
      refuse: (live) => {
        live.invalid();
        live.reply('no');
      },
      take: (live) => live.reply('yes'),
    },
  },
  () => null,
);

function answerTo(event: string, times = 1): Reply[] {
  const { region } = loneRegion(view);
  const answers: Reply[] = [];
  for (let time = 0; time < times; time++)
    region.takeEvent({ type: 'submit', event, value: null, seq: 1 }, (answer) => {
      answers.push(answer);
      return 0;
    });
  return answers;
}

test('an event that its handler calls invalid is answered as invalid, and again if it is sent again', () => {
  expect(answerTo('refuse', 2)).toEqual([
    { reply: 'no', isInvalid: true },
    { reply: 'no', isInvalid: true },
  ]);
});

test('any other event is not', () => {
  expect(answerTo('take')).toEqual([{ reply: 'yes' }]);
});
