/** The built-ins that the app and its libraries use and some browsers lack (until Chrome 93, Safari 15.4), each only if missing. */

import "core-js/es/array/at";
import "core-js/es/object/has-own";
