import type { RequestView } from '../../application/views.ts';
import type { Plan } from '../../domain/plan.ts';
import type { CallCondition, PlannedCall } from '../../domain/plannedSteps.ts';
import { list } from '../words/lists.ts';
import { stepWords } from '../words/stepWords.ts';
import { optionalText, type Optional, type TextData } from './optional.ts';

export interface CallsData {
  readonly calls: readonly { readonly step: string; readonly calls: readonly CallData[] }[];
  /** How to read them. */
  readonly callsNote: string;
}

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
const mostBodies = 4;

/** Every call of the plan as it will be sent: what an approval is bound to, for somebody who knows the APIs. */
export function callsData(view: RequestView): CallsData {
  const { request, environment } = view;
  const words = stepWords(request, environment);
  const steps = request.plan.steps.map(({ name, calls }) => ({
    step: words[name].plan,
    calls: [...Map.groupBy(calls, callText)].map(([call, same]) => callData(view, call, same)),
  }));
  return { calls: steps, callsNote: noteOn(request.plan) };
}

/** Only what stands in these very calls is explained. */
function noteOn({ url, steps }: Plan): string {
  const ids = [...new Set(JSON.stringify(steps).match(/\{(account|user|securityGroup|businessUnit)\}/g))];
  if (ids.length === 0) return `Dataverse is ${url}.`;
  const stand = ids.length === 1 ? 'stands for an id that is' : 'stand for ids that are';
  return `Dataverse is ${url}. ${list(ids)} ${stand} found out on the way.`;
}

/** A step looks before it changes anything: what is so already is not asked for again. */
const conditions = {
  unlicensed: 'only if it has not got the licence',
  licensed: 'only if it has got the licence',
  securityGroup: 'only if the environment has a security group that it is not in',
  notArrived: 'only until it is there',
  disabled: 'only if it is disabled',
} as const satisfies Readonly<Record<CallCondition, string>>;

function callText({ service, method, path, onlyIf }: PlannedCall): string {
  return `${serviceLabels[service]}: ${method} ${path}${onlyIf ? ` (${conditions[onlyIf]})` : ''}`;
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

const serviceLabels = {
  graph: 'Graph',
  powerPlatform: 'Power Platform',
  dataverse: 'Dataverse',
  keyVault: 'Key Vault',
} as const;
