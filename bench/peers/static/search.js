import("./pagefind/pagefind-ui.js").then(() => {
  new PagefindUI({ element: "#search", showImages: false });
});
