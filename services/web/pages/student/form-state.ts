/** A form of the page as it was sent, where something in it was wrong; empty for a form that is shown anew. */
export interface FormState {
  given?: Record<string, string>;
  /** A sentence by field name. */
  errors?: Record<string, string>;
}
