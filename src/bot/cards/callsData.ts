import type { RequestView } from '../../application/views.ts';
import type { PlannedCall } from '../../domain/plan.ts';
import type { Pending } from '../../domain/request.ts';
import { stepWords } from '../words/stepWords.ts';
import { optionalText, type Optional, type TextData } from './optional.ts';

interface CallData {
  /** Service, method and path: our words. */
  readonly call: string;
  readonly body: Optional<{
    readonly json: string;
    /** The name behind an id in it. */
    readonly note: Optional<TextData>;
  }>;
}

/** Every call of the plan as it will be sent: what an approval is bound to, for somebody who knows the APIs. */
export function callsData(
  view: RequestView,
  request: Pending,
): readonly { readonly step: string; readonly calls: readonly CallData[] }[] {
  const words = stepWords(request, view.environment);
  return request.plan.steps.map(({ name, calls }) => ({
    step: words[name].plan,
    calls: calls.map((call) => callData(view, call)),
  }));
}

function callData(view: RequestView, { service, method, path, body }: PlannedCall): CallData {
  const json = body && spacedJson(body);
  return {
    call: `${serviceLabels[service]}: ${method} ${path}`,
    body: json === undefined ? [] : [{ json, note: optionalText(nameIn(view, json)) }],
  };
}

function nameIn({ request, environment, licence }: RequestView, json: string): string | undefined {
  if (json.includes(environment.licenceSku)) return licence?.name;
  return request.ask.roles.find(({ id }) => json.includes(id))?.name;
}

/** On one line, with blanks at which a narrow card can break it. */
function spacedJson(body: object): string {
  return JSON.stringify(body, null, 1).replace(/\n\s*/g, ' ');
}

const serviceLabels = { graph: 'Graph', powerPlatform: 'Power Platform', dataverse: 'Dataverse' } as const;
