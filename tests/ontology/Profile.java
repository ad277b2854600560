// Prints every violation of the OWL 2 DL profile in an ontology and its imports, with the OWL API that owlready2 brings
// along inside HermiT.jar. Arguments: the root ontology's file, then pairs of ontology IRI and file for the imports.
// 打印本体及其导入中违反 OWL 2 DL 的全部之处；参数为根本体文件，其后为导入本体的 IRI 与文件。

import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.util.SimpleIRIMapper;

class Profile {
    public static void main(String[] arguments) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        for (int i = 1; i < arguments.length; i += 2)
            manager.addIRIMapper(new SimpleIRIMapper(IRI.create(arguments[i]), IRI.create(new File(arguments[i + 1]))));
        var ontology = manager.loadOntologyFromOntologyDocument(new File(arguments[0]));
        for (OWLProfileViolation violation : new OWL2DLProfile().checkOntology(ontology).getViolations())
            System.out.println(violation);
        System.out.println(ontology.getImportsClosure().size() + " ontologies");
    }
}
