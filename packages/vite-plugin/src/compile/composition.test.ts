import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

import { fault } from '../../test/fault.js';
import { compile } from './index.js';

const accepted = (code: string, modules: Record<string, string> = {}) =>
  expect(compile(code, 'view.tsx', { modules: parsed(modules) }), code).not.toBeNull();

const parsed = (modules: Record<string, string>) =>
  new Map(
    Object.entries(modules).map(([source, code]) => [source, parseSync('m.tsx', code).program]),
  );

describe('a component of the file, in a place where none of its markup can be', () => {
  test.each([
    ['const Block = () => <div/>;', '<div>'],
    ['function Block() { return <section><p/></section>; }', '<section>'],
    ['const Block = ({ a }) => { if (!a) return null; return a > 1 ? <ul/> : <ol/>; };', '<ul>'],
    ['const Block = ({ rows }) => rows.map((row) => <li><div/></li>);', '<li>'],
    ['const Block = () => <><b/><hr/></>;', '<hr>'],
    ['const Inner = () => <div/>; const Block = ({ a }) => a && <Inner/>;', '<div>'],
    ['const Block = (() => <div/>) as Component;', '<div>'],
  ])('%s', (definition, root) => {
    const message = fault(`${definition}\nconst a = <p>a <b>\n  <▸Block/></b></p>;`);
    expect(message).toBe(
      `<Block> shows ${root}. ${root} cannot be inside <p>: browsers end the <p> before it. ` +
        `Make the <p> a <div>, or end it before the ${root}.`,
    );
  });

  test('of a table, a link, a form, and where a condition or a list leads to it', () => {
    const file =
      'const Block = () => <div/>; const Link = () => <a/>; const Form = () => <form/>;\n';
    expect(fault(`${file}<table><tbody><▸Block/></tbody></table>`)).toMatch(
      /Directly inside <tbody>/,
    );
    expect(fault(`${file}<a><b><▸Link/></b></a>`)).toMatch(/browsers end the <a>/);
    expect(fault(`${file}<form><▸Form/></form>`)).toMatch(/browsers drop the inner one/);
    fault(`${file}<p>{a && <▸Block/>}</p>`);
    fault(`${file}<p>{items.map((item) => <▸Block key={item}/>)}</p>`);
  });
});

test('a component with other or unknown markup is accepted', () => {
  for (const definition of [
    'const Block = ({ a }) => (a ? <div/> : <b/>);',
    'const Block = ({ children }) => children;',
    'const Block = ({ a }) => (a ? <div/> : a);',
    'const Block = ({ a }) => { if (a) return <div/>; return "text"; };',
    'const Block = ({ As }) => <As/>;',
    'const Block = memo(() => <div/>);',
    'let Block = () => <div/>;',
    'const Block = () => <>{a ? <div/> : null}</>;',
    'const Block = () => { const inner = () => { return <div/>; }; return inner; };',
    'const Block = () => <Block/>;',
    'const Block = () => null;',
    'import { Block } from "./block.js";',
  ])
    accepted(`${definition} const a = <p><Block/></p>;`);
  accepted('const Block = () => <div/>; const a = (Block) => <p><Block/></p>;');
  accepted('const Block = () => <div/>; const a = <p>{Block}</p>, b = <div><Block/></div>;');
  accepted('const Block = () => <div/>; const a = <p><button><Block/></button></p>;');
});

describe('a component of another module', () => {
  test('by its name, or the default', () => {
    const modules = parsed({
      './block.js':
        'export const Block = () => <div/>; export default function Other() { return <ul/>; }',
      './same.js': 'const Same = () => <div/>; export default Same;',
    });
    const imports =
      'import Other, { Block as B } from "./block.js"; import Same from "./same.js"; import No from "./no.js";\n';
    expect(fault(`${imports}<p><▸B/></p>`, 'view.tsx', { modules })).toMatch(/^<B> shows <div>\./);
    expect(fault(`${imports}<p><▸Other/></p>`, 'view.tsx', { modules })).toMatch(/shows <ul>/);
    expect(fault(`${imports}<p><▸Same/></p>`, 'view.tsx', { modules })).toMatch(/shows <div>/);
    expect(compile(`${imports}<p><No/></p>`, 'view.tsx', { modules })).not.toBeNull();
  });

  test('a live view and an island, through their hosts', () => {
    const modules = parsed({
      './stay.live.js':
        'import { defineLive } from "@skerry/kit"; export default defineLive({ mount: () => ({}) }, ({ state }) => <div>{state.a}</div>);',
      './chart.island.js':
        'export default function Chart() { const a = useState(); return <h2/>; }',
    });
    const imports = 'import Stay from "./stay.live.js"; import Chart from "./chart.island.js";\n';
    expect(fault(`${imports}<p>a: <▸Stay/></p>`, 'view.tsx', { modules })).toMatch(
      /^<Stay> shows <div>\./,
    );
    expect(fault(`${imports}<p>a <▸Chart client:load/></p>`, 'view.tsx', { modules })).toMatch(
      /^<Chart> shows <h2>\./,
    );
    // Headings end one another only where one is directly inside the other, and between them is the host.
    expect(
      compile(`${imports}<h1><Chart client:load/></h1>`, 'view.tsx', { modules }),
    ).not.toBeNull();
  });
});
