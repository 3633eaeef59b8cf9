import { expect, test } from 'vitest';
import { renderExplanationMermaid } from '../../../lib/behaviour/explain/render-explanation-mermaid.js';
import { explainShop } from '../../support/explained-shop.js';

const node = /^ {2}n\d+(\(\[|\[)"[^"[\](){}<>|`\\]*(?:<br\/>[^"[\]{}<>|`\\]*)*"(\]\)|\])$/;
const edge = /^ {2}n\d+ -->(\|"[^"|`\\]*"\|)? n\d+$/;

test('draws the sender, the proxies with their routes, and the ends with their shares', () => {
  const text = renderExplanationMermaid(explainShop({ from: 'web', url: 'http://cart:8080/' }));
  expect(text).toBe(
    [
      'flowchart LR',
      '  n0(["web: GET http://cart:8080/"])',
      '  n1["web<br/>route cart/http/all<br/>shop/all"]',
      '  n2["cart<br/>route inbound/http"]',
      '  n3(["cart@v1"])',
      '  n4(["cart@v2"])',
      '  n0 --> n1',
      '  n1 -->|"cart/v1/http<br/>cart/v2/http"| n2',
      '  n2 -->|"90%"| n3',
      '  n2 -->|"10%"| n4',
      '',
    ].join('\n'),
  );
});

test('writes nothing that Mermaid could take for its own syntax, whatever the request says', () => {
  const rude = '/"]--%3E|a|;subgraph{x}`#quot;<b>\\end';
  const { hops, results, ...rest } = explainShop({ from: 'web', url: 'http://cart:8080/' });
  const explanation = { ...rest, hops, results, request: { ...rest.request, url: rude } };
  const [first, ...lines] = renderExplanationMermaid(explanation).trimEnd().split('\n');
  expect(first).toBe('flowchart LR');
  expect(lines.filter((line) => !node.test(line) && !edge.test(line))).toEqual([]);
});
