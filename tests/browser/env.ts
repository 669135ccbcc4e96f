/** Where the lab under test listens: the variables of `.env.example`. */
export const env = {
  gateway: address('GATEWAY_PORT'),
  inbox: address('INBOX_HTTP_PORT'),
  tempo: address('TEMPO_PORT'),
};

function address(port: string): string {
  return `http://${required('BIND_ADDRESS')}:${required(port)}`;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests by \`make test S=browser-tests\``);
  return value;
}
