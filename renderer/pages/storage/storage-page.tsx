import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { DiskPage } from "./disk/disk-page.tsx";
import { HostsPage } from "./host/hosts-page.tsx";
import { addressOf, placeOf } from "./model/storage-address.ts";
import { DropArea } from "./saved/drop-area.tsx";
import { SavedPage } from "./saved/saved-page.tsx";

/**
 * Watched hosts with their arrays and disks, one disk with all that is known of it, or a saved output of a tool. A file that is
 * dropped anywhere on it is taken for such an output.
 */
export function StoragePage() {
  const { "*": rest } = useParams();
  const navigate = useNavigate();
  const [file, setFile] = useState<File>();
  const place = placeOf(rest);
  const open = (dropped: File) => {
    setFile(dropped);
    navigate(addressOf({ view: "saved" }));
  };
  return (
    <DropArea onFile={open}>
      {place.view === "saved" ? (
        <SavedPage file={file} onFile={setFile} />
      ) : place.view === "disk" ? (
        <DiskPage key={place.diskId} diskId={place.diskId} />
      ) : (
        <HostsPage hostId={place.hostId} subjectId={place.subjectId} />
      )}
    </DropArea>
  );
}
