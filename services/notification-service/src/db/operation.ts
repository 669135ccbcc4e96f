const operations = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'BEGIN',
  'COMMIT',
  'ROLLBACK',
  'CREATE',
  'ALTER',
]);

/** The first word of a statement, as spans and metrics name it: one of a few. */
export function operationName(statement: string): string {
  const [word = ''] = statement.trimStart().split(/\s/, 1);
  return operations.has(word.toUpperCase()) ? word.toUpperCase() : 'OTHER';
}
