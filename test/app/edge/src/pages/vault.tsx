import Vault from '../live/vault.live.tsx';

export default () => <Vault />;
