import { unsafeHtml } from '@skerry/kit';

import Text from '../islands/text.island.tsx';

/** What a visitor wrote, after a sanitiser that knows nothing of Skerry. */
const written = `
  <form id="props" name="props"><input name="getAttribute"><input name="children"><input name="parentNode"></form>
  <skerry-island name="islands/text.island" on="load" props='{"text":"imitated"}'><p>imitation</p><skerry-end></skerry-end></skerry-island>
  <SKERRY-SLOT name="children">imitated slot</SKERRY-SLOT>
`;

export default () => (
  <>
    {unsafeHtml(written)}
    <Text
      client:load
      text={`</skerry-island><img src=x onerror="document.title='broken out'">"'&quot;`}
    />
  </>
);
