import { renderCard } from '../src/bot/cards/card.ts';
import { requestCard } from '../src/bot/cards/requestCard.ts';
import { cardSamples } from '../test/support/cardSamples.ts';
import { requestIn, viewOf } from '../test/support/cardViews.ts';
import { figureOf, median, type Figure } from './figure.ts';

const cards = {
  'review.new': viewOf(requestIn('Draft'), 'requester'),
  'approval.new': viewOf(requestIn('Pending'), 'approver'),
  'request.pending': viewOf(requestIn('Pending'), 'requester'),
  'progress.creating': viewOf(requestIn('Provisioning'), 'requester'),
  'outcome.active': viewOf(requestIn('Active'), 'outcome'),
  'owner.active': viewOf(requestIn('Active'), 'owner'),
};
const others = ['formWhat.understood', 'formAccess.default', 'requests.mine', 'quota.all', 'menu.help'];
const rounds = 7;
const roundMs = 20;
/** Until the compiler has made of the templates' library what it can. */
const warmUpCalls = 400;

/** From what a card shows to the card, against JSON.stringify of the same card; both by turns. */
export function benchCards(): readonly Figure[] {
  const renders = [
    ...Object.entries(cards).map(([name, view]) => ({ name, render: () => requestCard(view).content })),
    ...others.map((name) => {
      const data = cardSamples[name];
      if (!data) throw new Error(`There is no sample ${name}`);
      return { name, render: () => renderCard(data).content };
    }),
  ];
  for (let call = 0; call < warmUpCalls; call++) for (const { render } of renders) render();
  return renders.map(({ name, render }) => compare(name, render));
}

function compare(name: string, render: () => object): Figure {
  const card = render();
  const times: { render: number[]; stringify: number[] } = { render: [], stringify: [] };
  for (let round = 0; round < rounds; round++) {
    times.render.push(perCall(render));
    times.stringify.push(perCall(() => JSON.stringify(card)));
  }
  const [value, against] = [median(times.render), median(times.stringify)];
  return figureOf(`card: ${name}`, { value, against, unit: 'ms', name: 'JSON.stringify' });
}

/** Milliseconds. */
function perCall(work: () => unknown): number {
  const begun = performance.now();
  let calls = 0;
  do {
    work();
    calls++;
  } while (performance.now() - begun < roundMs);
  return (performance.now() - begun) / calls;
}
