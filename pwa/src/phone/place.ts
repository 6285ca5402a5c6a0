/** Where the phone is, if it can say so soon; a visit never waits for it longer. */

import type { Place } from "../core/types";

const PATIENCE_MS = 5000;

/** The phone's place (WGS-84), or null without permission, receiver or luck within `patience` ms; one known for less than `fresh` ms will do. */
export function whereAmI(patience = PATIENCE_MS, fresh = 30_000): Promise<Place | null> {
  return new Promise((resolve) => {
    const receiver = navigator.geolocation as Geolocation | undefined;
    if (!receiver) return resolve(null);
    // The browser's own timeout does not run while it asks for permission.
    const late = setTimeout(() => resolve(null), patience);
    const settle = (place: Place | null) => {
      clearTimeout(late);
      resolve(place);
    };
    receiver.getCurrentPosition(
      ({ coords }) => settle(placeOf(coords)),
      () => settle(null),
      { enableHighAccuracy: true, timeout: patience, maximumAge: fresh },
    );
  });
}

function placeOf(coords: GeolocationCoordinates): Place {
  return {
    latitude: Number(coords.latitude.toFixed(6)),
    longitude: Number(coords.longitude.toFixed(6)),
    accuracy: Math.round(coords.accuracy),
  };
}
