import { defineApp, definePlugin } from '@skerry/kit';

/** What `onError` and `onIsland` were told, for tests to ask. */
const told: string[] = [];

export const heard = (): readonly string[] => told;

const listener = definePlugin({
  name: 'test:listener',
  setup({ hooks }) {
    hooks.onError.tap(({ error, where, island, region }) => {
      if (where === 'parse') told.push(`${where} ${region?.view}`);
      if (island)
        told.push(`${where} ${island.name} ${island.strategy}: ${(error as Error).message}`);
    });
    hooks.onIsland.tap(
      ({ island }) => void told.push(`rendered ${island.name} ${island.strategy}`),
    );
  },
});

export default defineApp({
  plugins: [listener()],
  limits: { eventRate: 2_000, maxEventBurst: 2_000 },
});
