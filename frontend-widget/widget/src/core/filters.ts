import type { Filters } from './types.js';

/** Filter in the gateway's syntax: values of one field are alternatives, fields restrict each other. */
export function filterExpression(filters: Filters): string {
  return Object.entries(filters)
    .filter(([, values]) => values.length > 0)
    .map(([field, values]) => {
      const terms = values.map((value) => `${field}:${quote(value)}`);
      return terms.length > 1 ? `(${terms.join(' OR ')})` : terms[0];
    })
    .join(' AND ');
}

function quote(value: string): string {
  return /^[\p{L}\p{N}_-]+$/u.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** The filters with a value added, or taken away if it was there. */
export function toggled(filters: Filters, field: string, value: string): Filters {
  const values = filters[field] ?? [];
  const next = values.includes(value) ? values.filter((v) => v !== value) : [...values, value];
  return { ...filters, [field]: next };
}
