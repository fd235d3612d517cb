/** The segmentation that everything goes by unless another is named. Who values a bank knows it, and loads nothing of the database for it. */
export const mainSegmentation = 'main';
