import type { RequestView } from '../../application/views.ts';
import type { PlannedCall } from '../../domain/plan.ts';
import type { Pending } from '../../domain/request.ts';
import { stepWords } from '../words/stepWords.ts';
import { optionalText, type Optional, type TextData } from './optional.ts';

interface CallData {
  readonly service: string;
  /** Method and path. */
  readonly call: string;
  /** As JSON. */
  readonly body: Optional<TextData>;
  /** The names behind the ids. */
  readonly note: Optional<TextData>;
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
  const json = body && JSON.stringify(body);
  return {
    service: serviceLabels[service],
    call: `${method} ${path}`,
    body: optionalText(json),
    note: optionalText(json && nameIn(view, json)),
  };
}

function nameIn({ request, environment, licence }: RequestView, json: string): string | undefined {
  if (json.includes(environment.licenceSku)) return licence?.name;
  return request.ask.roles.find(({ id }) => json.includes(id))?.name;
}

const serviceLabels = { graph: 'Graph', powerPlatform: 'Power Platform', dataverse: 'Dataverse' } as const;
