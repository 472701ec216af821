"""Pictures, 3D models, videos and files of courses: keeping them, and who may open them."""
