// What every page carries: partial updates, and conveniences that no page depends on.
import "htmx.org";
import "./place.js";
import "./keys.js";
import "./forms.js";
import "./composer.js";
import "./mentions.js";
import "./unsent.js";
import "./held.js";
import "./files.js";
import "./diagram.js";
import "./unanswered.js";
import "./film.js";

document.documentElement.classList.add("script");
