"""GridFS: files in a database of MongoDB; the collection "fs" stands for both of a bucket's.

Source: https://pymongo.readthedocs.io/en/stable/api/gridfs/
"""


class GridFS:
    def __init__(self, database, collection="fs"):
        self.files = database.get_collection("fs")

    def put(self, data): self.files.insert_one(data)
    def new_file(self): self.files.insert_one()
    def get(self, file_id): self.files.find_one()
    def get_version(self, filename): self.files.find_one()
    def get_last_version(self, filename): self.files.find_one()
    def find(self): return self.files.find()
    def find_one(self): return self.files.find_one()
    def list(self): self.files.find_one()
    def exists(self, document_or_id): self.files.find_one()
    def delete(self, file_id): self.files.delete_one()


class GridFSBucket:
    def __init__(self, db, bucket_name="fs"):
        self.files = db.get_collection("fs")

    def upload_from_stream(self, filename, source): self.files.insert_one(source)
    def upload_from_stream_with_id(self, file_id, filename, source): self.files.insert_one(source)
    def open_upload_stream(self, filename): self.files.insert_one()
    def open_upload_stream_with_id(self, file_id, filename): self.files.insert_one()
    def open_download_stream(self, file_id): self.files.find_one()
    def open_download_stream_by_name(self, filename): self.files.find_one()
    def download_to_stream(self, file_id, destination): self.files.find_one()
    def download_to_stream_by_name(self, filename, destination): self.files.find_one()
    def find(self): return self.files.find()
    def rename(self, file_id, new_filename): self.files.update_one()
    def delete(self, file_id): self.files.delete_one()


AsyncGridFS = GridFS
AsyncGridFSBucket = AsyncIOMotorGridFSBucket = MotorGridFSBucket = GridFSBucket
