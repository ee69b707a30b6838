/** How a project in the library is ranked until the published criteria of the district replace it: households helped, on a floor. */
export const ranking = {
  floor: 100,
  perHousehold: 1,
  mostHouseholds: 900,
} as const
