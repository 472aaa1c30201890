import type { Account, Users } from '@skerry/plugins/auth';

declare module '@skerry/plugins/auth' {
  interface User {
    readonly name: string;
  }
}

/** The crew of the harbour. Anybody may read their passwords on /login: this is a playground. */
const crew: readonly Account[] = [
  {
    name: 'ann',
    user: { id: 'ann', name: 'Ann', roles: ['admin'] },
    password:
      '$scrypt$ln=17,r=8,p=1$QrnhuzR+FV4lDcI5T2DQKw$MFSRaK1Q1zobXpwqSYdA/lQTRiyruV7ugF0IPbl210g',
  },
  {
    name: 'ben',
    user: { id: 'ben', name: 'Ben', roles: [] },
    password:
      '$scrypt$ln=17,r=8,p=1$dGAptXmKQ5xh54pg/j1RcQ$TjhCmbH0jBXlDFsMOGng+KXcEyw93N3PKoVvswz88TY',
  },
];

export const users: Users = {
  findAccount: (name) => crew.find((account) => account.name === name.trim().toLowerCase()),
  getAccount: (id) => crew.find(({ user }) => user.id === id),
};
