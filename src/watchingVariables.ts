/** Those of the variables that say who may watch the bot, and from where. */
interface WatchingVariables {
  readonly METRICS_TOKEN?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string | undefined;
  readonly OTEL_SDK_DISABLED?: string | undefined;
}

/** As OpenTelemetry has it: the address for traces as it is, the one for everything with a path added. */
export function tracesUrlOf(variables: WatchingVariables): string | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = variables;
  if (variables.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return undefined;
  return traces ?? (all && `${all.replace(/\/$/, '')}/v1/traces`);
}

export function watchingProblems(variables: WatchingVariables): readonly string[] {
  const { METRICS_TOKEN: token } = variables;
  const url = tracesUrlOf(variables);
  return [
    ...(token !== undefined && token.length < shortestToken
      ? [`METRICS_TOKEN is shorter than ${shortestToken} characters: make one with "openssl rand -hex 32".`]
      : []),
    ...(url !== undefined && !isWebAddress(url)
      ? [`OTEL_EXPORTER_OTLP_ENDPOINT is not a web address: give the collector's, such as http://127.0.0.1:4318.`]
      : []),
  ];
}

const shortestToken = 16;

function isWebAddress(url: string): boolean {
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '');
}
