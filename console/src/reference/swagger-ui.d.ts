/** What is used of Swagger UI, which brings no types for its modules. */

declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  interface Reader {
    preauthorizeApiKey(scheme: string, value: string): void;
  }

  interface Start {
    (options: Record<string, unknown>): Reader;
    presets: { apis: unknown };
  }

  const start: Start;
  export default start;
}

declare module "swagger-ui-dist/swagger-ui-standalone-preset.js" {
  const preset: unknown;
  export default preset;
}
