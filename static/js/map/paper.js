// On paper a map has another size than on the screen: it shows there what it showed here.

const paper = matchMedia("print");

/** Whether the page is being printed now. */
export const isPrinting = () => paper.matches;

/** Let a Leaflet map fit its room on paper, and come back to where it was. */
export function printable(map) {
  let before = null;
  paper.addEventListener("change", () => {
    if (paper.matches) {
      const bounds = map.getBounds(); // of the screen: the map has not been told yet
      before = { centre: map.getCenter(), zoom: map.getZoom() };
      map.invalidateSize({ animate: false });
      map.fitBounds(bounds, { animate: false });
    } else if (before) {
      map.invalidateSize({ animate: false });
      map.setView(before.centre, before.zoom, { animate: false });
      before = null;
    }
  });
}
