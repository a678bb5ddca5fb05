// Everything works without this file; it only makes it quicker. One entry, two modules, no globals.
import { startFilters } from "./filter.js";
import { startForms } from "./forms.js";

startForms(document);
startFilters(document);
