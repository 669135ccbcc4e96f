// tsc copies no assets: the Handlebars templates and the API's description follow the compiled code here.
import { cpSync } from 'node:fs';

cpSync('src/templates', 'dist/templates', {
  recursive: true,
  filter: (path) => !path.endsWith('.ts'),
});
cpSync('../../contracts/openapi/notification-service.yaml', 'dist/openapi.yaml');
