/** The directions of ARCHITECTURE.md, as rules. */
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    rule('no-circular', {}, { circular: true }, 'A circle has no bottom to start reading from.'),
    rule(
      'domain-is-pure',
      { path: '^src/domain/' },
      { pathNot: '^src/domain/' },
      'The domain imports nothing outside itself.',
    ),
    rule(
      'application-knows-only-the-domain',
      { path: '^src/application/' },
      { path: '^(src|dialogs|node_modules)/', pathNot: '^src/(application|domain)/' },
      'Use cases reach the world through ports.',
    ),
    rule(
      'adapters-do-not-know-each-other',
      { path: '^src/(crm|store|bot|telemetry)/' },
      { path: '^src/(crm|store|bot|telemetry|sandbox)/|^dialogs/', pathNot: '^src/$1/' },
      'An adapter serves ports; main joins the adapters.',
    ),
    rule(
      'dialogs-use-the-bot-only',
      { path: '^dialogs/' },
      { path: '^src/(crm|store|sandbox)/' },
      'A dialog talks; it does not store or call the CRM.',
    ),
    rule(
      'botbuilder-only-in-the-channel',
      { pathNot: '^(src/bot|dialogs|test|bench)/|^src/(main|server)\\.ts$' },
      { path: 'node_modules/botbuilder' },
      'The day the SDK is swapped, only the channel layer changes.',
    ),
    rule(
      'watched-through-the-port',
      { path: '^(src|dialogs)/', pathNot: '^src/telemetry/' },
      { path: 'node_modules/(prom-client|@opentelemetry)/' },
      'Who is watched does not know how.',
    ),
    rule(
      'tracing-is-loaded-when-it-is-wanted',
      { path: '^src/', pathNot: '^src/telemetry/traces\\.ts$' },
      { path: '^src/telemetry/traces\\.ts$', dependencyTypesNot: ['dynamic-import', 'type-only'] },
      'The SDK takes half a second to load.',
    ),
    rule(
      'sandbox-is-never-in-production',
      { path: '^src/', pathNot: '^src/sandbox/' },
      { path: '^src/sandbox/' },
      'The simulator and the demo are development tools.',
    ),
    rule(
      'no-dev-dependency-in-production',
      { path: '^(src|dialogs)/', pathNot: '^src/sandbox/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
      'A production install has no devDependencies.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
