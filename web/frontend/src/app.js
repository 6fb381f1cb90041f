// What every page carries: partial updates, and conveniences that no page depends on.
import "htmx.org";
import "./keys.js";
import "./forms.js";
import "./drafts.js";
import "./diagram.js";
