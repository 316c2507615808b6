// The page of the map that is being made asks again until it is there.
setTimeout(() => location.reload(), 3000);
