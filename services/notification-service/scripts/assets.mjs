// tsc copies no assets: the Handlebars templates follow the compiled code here.
import { cpSync } from 'node:fs';

cpSync('src/templates', 'dist/templates', {
  recursive: true,
  filter: (path) => !path.endsWith('.ts'),
});
