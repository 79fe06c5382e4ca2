// The map of what is known already.
const element = document.getElementById("map");
if (element) {
  const { showMap } = await import(element.dataset.map);
  await showMap(element, {
    url: element.dataset.spots,
    colourBy: ({ properties }) => {
      if (properties.closed === undefined) return undefined;
      return properties.closed ? "#5d6a77" : "#b45f06";
    },
    onOpen: () => {},
  });
}
