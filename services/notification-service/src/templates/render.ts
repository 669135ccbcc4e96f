import { readdirSync, readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { DomainEvent } from '../events.js';
import { type Language, languages, type Template } from '../service.js';
import { modelOf } from './model.js';
import { accents } from './words.js';

type Part = 'subject' | 'text' | 'html' | 'sms';

const engine = Handlebars.create();
const templates = new Map<string, HandlebarsTemplateDelegate>();

/** Reads a folder of templates; each is compiled when it is used first. */
function read(folder: string, keep: (name: string, template: HandlebarsTemplateDelegate) => void): void {
  const url = new URL(`./${folder}/`, import.meta.url);
  for (const file of readdirSync(url).filter((name) => name.endsWith('.hbs'))) {
    const name = file.slice(0, -'.hbs'.length);
    // Plain text must not be escaped for HTML; a partial inherits the setting of its own compilation.
    const options = { noEscape: !name.endsWith('.html') };
    keep(name, engine.compile(readFileSync(new URL(file, url), 'utf8'), options));
  }
}
read('shared', (name, template) => engine.registerPartial(name, template));
for (const language of languages)
  read(language, (name, template) => templates.set(`${language}/${name}`, template));

function render(template: Template, language: Language, part: Part, values: object): string {
  const write = templates.get(`${language}/${template}.${part}`);
  if (!write) throw new Error(`There is no template ${language}/${template}.${part}`);
  const text = write(values).trim();
  // Text messages and plain mails know no spaces that hold amounts together, and need no empty lines in a row.
  return part === 'html' ? text : text.replace(/[\u00a0\u202f]/g, ' ').replace(/\n{3,}/g, '\n\n');
}

/** The mail of an event in both forms. `shop` is where the links lead; without it there are none. */
export function renderMail(template: Template, language: Language, event: DomainEvent, shop?: string) {
  const values = modelOf(event, language, shop);
  const subject = render(template, language, 'subject', values);
  return {
    subject,
    text: render(template, language, 'text', values),
    html: render(template, language, 'html', { ...values, subject, accent: accents[template] }),
  };
}

export function renderSms(template: Template, language: Language, event: DomainEvent): string {
  return render(template, language, 'sms', modelOf(event, language));
}
