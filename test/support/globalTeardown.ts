async function teardown(): Promise<void> {
  await globalThis.stopTestPostgres?.();
}

export { teardown as default };
