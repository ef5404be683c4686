/** A count of looks beyond all schedules: an evaluation that another look asks for is not repeated. */
export const noFurtherLooks = 99;
