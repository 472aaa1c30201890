import AtDeadline from '../islands/at-deadline.island.tsx';
import AtFocus from '../islands/at-focus.island.tsx';
import AtHover from '../islands/at-hover.island.tsx';
import AtIdle from '../islands/at-idle.island.tsx';
import AtInteraction from '../islands/at-interaction.island.tsx';
import AtLoad from '../islands/at-load.island.tsx';
import AtMargin from '../islands/at-margin.island.tsx';
import AtNone from '../islands/at-none.island.tsx';
import AtVisible from '../islands/at-visible.island.tsx';

export default () => (
  <>
    <AtLoad client:load />
    <AtIdle client:idle />
    <AtDeadline client:idle={300} />
    <AtInteraction client:interaction />
    <AtFocus client:interaction="focusin" />
    <AtHover client:hover />
    <AtNone client:none />
    <div class="far">
      <AtMargin client:visible="250px" />
    </div>
    <div class="far">
      <AtVisible client:visible />
    </div>
  </>
);
