import { html } from 'hono/html';
import type { Html } from '../layout/page.ts';

export interface FieldParts {
  label: string;
  name: string;
  /** Tells fields of one name in two forms of a page apart. */
  form?: string;
  value?: string | number | null | undefined;
  hint?: string | Html;
  error?: string | undefined;
  required?: boolean;
}

export interface InputParts extends FieldParts {
  type?: 'text' | 'number' | 'email' | 'date' | 'datetime-local' | 'search' | 'file';
  min?: number;
  max?: number;
  step?: number | 'any';
  maxLength?: number;
  autocomplete?: string;
  accept?: string;
}

/** A one-line field with its label, hint and error. */
export function inputField({ type = 'text', min, max, step, maxLength, autocomplete = 'off', accept, ...field }: InputParts): Html {
  return frame(field, html`<input type="${type}"${shared(field)}${type === 'file' ? '' : html` value="${field.value ?? ''}"`}${attribute('min', min)}${attribute('max', max)}${attribute('step', step)}${attribute('maxlength', maxLength)}${attribute('accept', accept)} autocomplete="${autocomplete}">`);
}

export function textareaField({ rows = 5, code = false, maxLength, ...field }: FieldParts & { rows?: number; code?: boolean; maxLength?: number }): Html {
  // A newline right after the tag is dropped by browsers, so that one is added for it.
  return frame(field, html`<textarea${shared(field)} rows="${rows}"${attribute('maxlength', maxLength)}${code ? html` class="code" spellcheck="false"` : ''}>
${field.value ?? ''}</textarea>`);
}

export function selectField({ options, ...field }: FieldParts & { options: readonly { value: string; label: string }[] }): Html {
  return frame(
    field,
    html`<select${shared(field)}>${options.map(({ value, label }) => html`<option value="${value}"${value === String(field.value ?? '') ? html` selected` : ''}>${label}</option>`)}</select>`,
  );
}

/** `value` is what is sent where it is checked. */
export function checkboxField({ checked = false, value = 'on', ...field }: FieldParts & { checked?: boolean }): Html {
  const id = idOf(field);
  return html`<div class="field checkbox"><input type="checkbox" id="${id}" name="${field.name}" value="${value}"${described(field)}${checked ? html` checked` : ''}><label for="${id}">${field.label}</label>${notes(field)}</div>`;
}

function frame(field: FieldParts, control: Html): Html {
  return html`<div class="field"><label for="${idOf(field)}">${field.label}${field.required ? '' : html` <span class="muted small">(optional)</span>`}</label>${control}${notes(field)}</div>`;
}

function notes({ hint, error, ...field }: FieldParts): Html {
  const id = idOf(field);
  return html`${hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`}${error === undefined ? '' : html`<p class="error" id="${id}-error">${error}</p>`}`;
}

function shared(field: FieldParts): Html {
  return html` id="${idOf(field)}" name="${field.name}"${described(field)}${field.required ? html` required` : ''}`;
}

function described({ hint, error, ...field }: FieldParts): Html {
  const id = idOf(field);
  const ids = [hint === undefined ? [] : `${id}-hint`, error === undefined ? [] : `${id}-error`].flat();
  return html`${ids.length > 0 ? html` aria-describedby="${ids.join(' ')}"` : ''}${error === undefined ? '' : html` aria-invalid="true"`}`;
}

function attribute(name: string, value: string | number | undefined): Html | '' {
  return value === undefined ? '' : html` ${name}="${value}"`;
}

function idOf({ name, form }: Pick<FieldParts, 'name' | 'form'>): string {
  return form === undefined ? `field-${name}` : `field-${form}-${name}`;
}
