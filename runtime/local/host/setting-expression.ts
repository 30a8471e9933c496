export type Environment = Readonly<Record<string, string | undefined>>;

/** Replaces `%NAME%` by the application setting, as the Functions host does for schedules, queue names and routes. */
export function resolveSettings(text: string, env: Environment): string {
  return text.replaceAll(/%([^%]+)%/g, (_match, name: string) => {
    const value = env[name];
    if (value === undefined || value === '') throw new Error(`The application setting ${name} is not set; a trigger needs it ("${text}")`);
    return value;
  });
}
