// For what is fetched when it is asked for, and did not come.
import { _ } from "../language.js";

export function notLoaded() {
  throw new Error(_("What lays out drawings could not be loaded. Load the page anew, and try again."));
}
