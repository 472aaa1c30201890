export default () => <h1>Neither region nor island</h1>;
