import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const SOURCES = ['**/*.ts', '**/*.tsx'];

const KAFKA_PACKAGES = ['kafkajs'];
const DATABASE_PACKAGES = ['@mikro-orm/*', 'mysql2', 'mysql2/*', 'kysely'];

/** A static import would load it in every app, although traces are off. */
const TRACING_PACKAGES = ['@opentelemetry/*'];

const may = (
  sourceTag,
  libs,
  bannedExternalImports = [...KAFKA_PACKAGES, ...DATABASE_PACKAGES, ...TRACING_PACKAGES],
) => ({
  sourceTag,
  onlyDependOnLibsWithTags: libs.map((lib) => `lib:${lib}`),
  bannedExternalImports,
});

const ALL_LIBS = [
  'weather-schema',
  'weather-rules',
  'kafka-client',
  'weather-store',
  'service-runtime',
  'dev-stack',
];

/** Words that `docs/glossary.md` replaces: an identifier that contains one of them is refused. */
const REPLACED_WORDS =
  /^(?!.*(?:[Jj]udge|[Aa]new|[Tt]enure|[Uu]ntold|(?:^|[a-z_])[Tt]old(?![a-z])|(?<![Dd]ead)Letters|^letters)).*$/;

/** The table "Layout" of docs/architecture.md; apps never import apps. */
const boundariesWith = (bench) => [
  may('lib:weather-schema', []),
  may('lib:weather-rules', ['weather-schema']),
  may('lib:service-runtime', [], [...KAFKA_PACKAGES, ...DATABASE_PACKAGES]),
  may('lib:kafka-client', ['service-runtime'], [...DATABASE_PACKAGES, ...TRACING_PACKAGES]),
  may(
    'lib:weather-store',
    ['weather-schema', 'weather-rules', 'service-runtime'],
    [...KAFKA_PACKAGES, ...TRACING_PACKAGES],
  ),
  may('lib:dev-stack', ['service-runtime']),
  may('app:producer', ['weather-schema', 'kafka-client', 'service-runtime']),
  may('app:consumer', [
    'weather-schema',
    'weather-rules',
    'kafka-client',
    'weather-store',
    'service-runtime',
  ]),
  may('app:maintenance', ['weather-schema', 'weather-store', 'service-runtime']),
  may('app:migrator', ['weather-schema', 'kafka-client', 'weather-store', 'service-runtime']),
  may('app:cli', ['weather-schema', 'weather-rules', 'kafka-client', 'weather-store', 'service-runtime']),
  may('app:notifier', ['weather-schema', 'weather-rules', 'weather-store', 'service-runtime']),
  may('app:dashboard', [
    'weather-schema',
    'weather-rules',
    'kafka-client',
    'weather-store',
    'service-runtime',
  ]),
  may('app:launcher', ['dev-stack', 'service-runtime']),
  may('type:infra', ['service-runtime']),
  may('app:pipeline-e2e', ALL_LIBS),
  bench,
];
const boundaries = boundariesWith(may('app:bench', ALL_LIBS));
/** A peer that used our own clients would be no peer: these import kafkajs and mysql2, and what fetches programs alone. */
const peerBoundaries = boundariesWith(may('app:bench', ['dev-stack', 'service-runtime'], []));
const boundaryRule = (depConstraints) => [
  'error',
  { allow: [], enforceBuildableLibDependency: false, depConstraints },
];

export default tseslint.config(
  { ignores: ['**/node_modules', '**/dist', '**/coverage', '.nx', '.weather-data', 'docs/contract'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: SOURCES })),
  {
    files: SOURCES,
    plugins: { '@nx': nx, 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaryRule(boundaries),
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // winston's own types do not satisfy it.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-console': 'error',
      'id-match': ['error', REPLACED_WORDS.source, { properties: true, classFields: true }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['apps/bench/src/peers/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaryRule(peerBoundaries) },
  },
  {
    files: ['**/*.spec.ts', '**/*.e2e-spec.ts', '**/*.browser-spec.ts', '**/*.fault-spec.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  prettier,
);
