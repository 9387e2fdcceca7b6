import type { RequestView } from '../../application/views.ts';
import type { PlannedCall } from '../../domain/plan.ts';
import type { Pending } from '../../domain/request.ts';
import { stepWords } from '../words/stepWords.ts';
import { optionalText, type Optional, type TextData } from './optional.ts';

interface CallData {
  /** Service, method and path: our words. */
  readonly call: string;
  /** One for each time that it is made. */
  readonly bodies: readonly BodyData[];
  readonly more: Optional<TextData>;
}

interface BodyData {
  readonly json: string;
  /** The name behind an id in it. */
  readonly note: Optional<TextData>;
}

/** With more roles than these the card would be larger than Teams takes. */
const mostBodies = 6;

/** Every call of the plan as it will be sent: what an approval is bound to, for somebody who knows the APIs. */
export function callsData(
  view: RequestView,
  request: Pending,
): readonly { readonly step: string; readonly calls: readonly CallData[] }[] {
  const words = stepWords(request, view.environment);
  return request.plan.steps.map(({ name, calls }) => ({
    step: words[name].plan,
    calls: [...Map.groupBy(calls, callText)].map(([call, same]) => callData(view, call, same)),
  }));
}

function callText({ service, method, path }: PlannedCall): string {
  return `${serviceLabels[service]}: ${method} ${path}`;
}

function callData(view: RequestView, call: string, same: readonly PlannedCall[]): CallData {
  const bodies = same.flatMap(({ body }) => (body ? [bodyData(view, body)] : []));
  const more = bodies.length - mostBodies;
  return {
    call,
    bodies: bodies.slice(0, mostBodies),
    more: optionalText(more > 0 ? `and ${more} more like these, one for each role above` : undefined),
  };
}

/** On one line, with blanks at which a narrow card can break it. */
function bodyData(view: RequestView, body: object): BodyData {
  const json = JSON.stringify(body, null, 1).replace(/\n\s*/g, ' ');
  return { json, note: optionalText(nameIn(view, json)) };
}

function nameIn({ request, environment, licence }: RequestView, json: string): string | undefined {
  if (json.includes(environment.licenceSku)) return licence?.name;
  return request.ask.roles.find(({ id }) => json.includes(id))?.name;
}

const serviceLabels = { graph: 'Graph', powerPlatform: 'Power Platform', dataverse: 'Dataverse' } as const;
