/** A skerry with its light, only for decoration. */
export const Seascape = () => (
  <svg class="seascape" viewBox="0 0 320 300" aria-hidden="true">
    <path class="sky" d="M0 0h320v300H0z" />
    <circle class="sun" cx="232" cy="92" r="34" />
    <path class="far" d="M0 192q20-10 40 0t40 0 40 0 40 0 40 0 40 0 40 0 40 0v108H0z" />
    <path class="tower" d="M118 76h22l6 84h-34z" />
    <path class="band" d="M115.6 110h26.8l1.4 20h-29.6zM122 58h14v14h-14z" />
    <path
      class="rock"
      d="M114 72h30v6h-30zM120 58l9-10 9 10zM52 206q14-30 44-40 14-12 34-8 26-2 40 18 26 6 36 30z"
    />
    <path class="near" d="M0 214q20-12 40 0t40 0 40 0 40 0 40 0 40 0 40 0 40 0v86H0z" />
  </svg>
);
